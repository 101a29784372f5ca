(* Expressions in numbered variables, what they are worth at a point, and their derivatives.
   `diff_is_derivative` shows that `diff` is the derivative of analysis, wherever the expression is defined. *)
From Coq Require Import Reals List.
Import ListNotations.
Open Scope R_scope.

Inductive expr :=
| Const (z : Z) | Var (n : nat) | Add (a b : expr) | Mul (a b : expr)
| Inv (a : expr) | Exp (a : expr) | Log (a : expr).

Fixpoint value (p : nat -> R) (e : expr) : R :=
  match e with
  | Const z => IZR z
  | Var n => p n
  | Add a b => value p a + value p b
  | Mul a b => value p a * value p b
  | Inv a => / value p a
  | Exp a => exp (value p a)
  | Log a => ln (value p a)
  end.

Fixpoint diff (x : nat) (e : expr) : expr :=
  match e with
  | Const _ => Const 0
  | Var n => if Nat.eqb n x then Const 1 else Const 0
  | Add a b => Add (diff x a) (diff x b)
  | Mul a b => Add (Mul (diff x a) b) (Mul a (diff x b))
  | Inv a => Mul (Const (-1)) (Mul (diff x a) (Mul (Inv a) (Inv a)))
  | Exp a => Mul (diff x a) (Exp a)
  | Log a => Mul (diff x a) (Inv a)
  end.

Fixpoint defined (p : nat -> R) (e : expr) : Prop :=
  match e with
  | Const _ | Var _ => True
  | Add a b | Mul a b => defined p a /\ defined p b
  | Inv a => defined p a /\ value p a <> 0
  | Exp a => defined p a
  | Log a => defined p a /\ 0 < value p a
  end.

(* The point p with its coordinate x moved to t. *)
Definition moved (p : nat -> R) (x : nat) (t : R) : nat -> R := fun n => if Nat.eqb n x then t else p n.

Lemma moved_nowhere : forall p x e, value (moved p x (p x)) e = value p e.
Proof.
  intros p x; induction e; simpl; try congruence.
  unfold moved; destruct (Nat.eqb n x) eqn:E; [apply Nat.eqb_eq in E; subst|]; reflexivity.
Qed.

Theorem diff_is_derivative : forall e p x, defined p e ->
  derivable_pt_lim (fun t => value (moved p x t) e) (p x) (value p (diff x e)).
Proof.
  induction e; intros p x D; simpl in *.
  - apply derivable_pt_lim_const.
  - unfold moved; destruct (Nat.eqb n x); [apply derivable_pt_lim_id | apply derivable_pt_lim_const].
  - destruct D; apply derivable_pt_lim_plus with (f1 := fun t => value (moved p x t) e1); auto.
  - destruct D; rewrite <- (moved_nowhere p x e1), <- (moved_nowhere p x e2) at 1.
    apply derivable_pt_lim_mult
      with (f1 := fun t => value (moved p x t) e1) (f2 := fun t => value (moved p x t) e2); auto.
  - destruct D as [D N].
    replace (-1 * (value p (diff x e) * (/ value p e * / value p e)))
      with ((0 * value (moved p x (p x)) e - value p (diff x e) * 1) / (value (moved p x (p x)) e)²)
      by (rewrite moved_nowhere; unfold Rsqr; field; assumption).
    apply derivable_pt_lim_ext with (f := fun t => (fct_cte 1 / (fun t => value (moved p x t) e))%F t).
    { intro t; unfold div_fct, fct_cte, Rdiv; apply Rmult_1_l. }
    apply derivable_pt_lim_div with (f1 := fct_cte 1);
      [apply derivable_pt_lim_const | auto | rewrite moved_nowhere; assumption].
  - rewrite Rmult_comm, <- (moved_nowhere p x e) at 1.
    apply (derivable_pt_lim_comp (fun t => value (moved p x t) e) exp); [auto | apply derivable_pt_lim_exp].
  - destruct D as [D N]; rewrite Rmult_comm, <- (moved_nowhere p x e) at 1.
    apply (derivable_pt_lim_comp (fun t => value (moved p x t) e) ln);
      [auto | apply derivable_pt_lim_ln; rewrite moved_nowhere; assumption].
Qed.

Definition total (terms : list expr) : expr := fold_right Add (Const 0) terms.

(* The derivative of h where the variables 0, 1, ... move at these rates and the others stay. *)
Definition along (rates : list expr) (h : expr) : expr :=
  total (map (fun '(x, rate) => Mul (diff x h) rate) (combine (seq 0 (length rates)) rates)).

Fixpoint power (a : expr) (n : nat) : expr :=
  match n with O => Const 1 | S O => a | S m => Mul a (power a m) end.

(* `field` asks that its denominators are not zero: numbers, products, and what a hypothesis says of them. *)
Ltac nonzero :=
  repeat split;
  repeat match goal with H : _ * _ <> 0 |- _ => apply Rmult_neq_0_reg in H; destruct H end;
  match goal with
  | |- IZR _ <> 0 => apply not_0_IZR; discriminate
  | H : _ <> 0 |- _ <> 0 => exact H
  | H : _ <> 0 |- ?e <> 0 => let E := fresh in intro E; apply H; transitivity e; [ring | exact E]
  | H : _ <> 0 |- ?e <> 0 => let E := fresh in intro E; apply H; transitivity (- e); [ring | rewrite E; ring]
  | |- _ * _ <> 0 => apply Rmult_integral_contrapositive_currified; nonzero
  end.
