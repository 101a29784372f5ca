(* Expressions in numbered variables, what they are worth at a point, and their derivatives.
   `diff_is_derivative` shows that `diff` is the derivative of analysis wherever an expression has a value,
   and `along_is_derivative` that `along` is the one along a curve that follows a flow. *)
From Coq Require Import Reals Lra List Bool Lia ZArith QArith Qreals.
From Coq Require Import Ring_polynom BinList.
Import ListNotations.
Open Scope R_scope.

Inductive expr :=
| Const (z : Z) | Var (n : nat) | Add (a b : expr) | Mul (a b : expr)
| Inv (a : expr) | Exp (a : expr) | Log (a : expr) | Root (q : positive) (a : expr) | Sign (a : expr).

Definition sgn (x : R) : R := if Rlt_dec 0 x then 1 else if Rlt_dec x 0 then -1 else 0.

(* The positive root of degree q of what is positive. *)
Definition root (q : positive) (x : R) : R := Rpower x (/ IZR (Zpos q)).

Fixpoint value (p : nat -> R) (e : expr) : R :=
  match e with
  | Const z => IZR z
  | Var n => p n
  | Add a b => value p a + value p b
  | Mul a b => value p a * value p b
  | Inv a => / value p a
  | Exp a => exp (value p a)
  | Log a => ln (value p a)
  | Root q a => root q (value p a)
  | Sign a => sgn (value p a)
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
  | Root q a => Mul (diff x a) (Mul (Root q a) (Mul (Inv (Const (Zpos q))) (Inv a)))
  | Sign a => Const 0
  end.

Fixpoint defined (p : nat -> R) (e : expr) : Prop :=
  match e with
  | Const _ | Var _ => True
  | Add a b | Mul a b => defined p a /\ defined p b
  | Inv a | Sign a => defined p a /\ value p a <> 0
  | Exp a => defined p a
  | Log a | Root _ a => defined p a /\ 0 < value p a
  end.

(* The rate of an expression where every variable n moves at the rate v n: the chain rule. *)
Fixpoint rate (v : nat -> R) (p : nat -> R) (e : expr) : R :=
  match e with
  | Const _ | Sign _ => 0
  | Var n => v n
  | Add a b => rate v p a + rate v p b
  | Mul a b => rate v p a * value p b + value p a * rate v p b
  | Inv a => - rate v p a * (/ value p a * / value p a)
  | Exp a => rate v p a * exp (value p a)
  | Log a => rate v p a * / value p a
  | Root q a => rate v p a * (root q (value p a) * (/ IZR (Zpos q) * / value p a))
  end.

Fixpoint occurs (n : nat) (e : expr) : Prop :=
  match e with
  | Const _ => False
  | Var m => n = m
  | Add a b | Mul a b => occurs n a \/ occurs n b
  | Inv a | Exp a | Log a | Root _ a | Sign a => occurs n a
  end.

Lemma positive_is_not_zero : forall q, IZR (Zpos q) <> 0.
Proof. intro q; apply not_0_IZR; discriminate. Qed.

(* Near a point where a function is not zero its sign does not change. *)
Lemma sgn_is_constant : forall f t d, derivable_pt_lim f t d -> f t <> 0 ->
  derivable_pt_lim (fun s => sgn (f s)) t 0.
Proof.
  intros f t d D N e E.
  assert (C : continuity_pt f t) by (apply derivable_continuous_pt; exists d; exact D).
  destruct (C (Rabs (f t)) (Rabs_pos_lt _ N)) as [a [A near]].
  exists (mkposreal a A); intros h H L; simpl in L.
  assert (Rabs (f (t + h) - f t) < Rabs (f t)).
  { apply near; split; [split; [exact I | lra]|].
    simpl; unfold R_dist; replace (t + h - t) with h by ring; exact L. }
  replace (sgn (f (t + h))) with (sgn (f t)).
  { replace ((sgn (f t) - sgn (f t)) / h - 0) with 0 by (field; exact H); rewrite Rabs_R0; exact E. }
  unfold sgn; revert H0; unfold Rabs.
  repeat destruct Rcase_abs; repeat destruct Rlt_dec; lra.
Qed.

(* Along a curve whose coordinates have derivatives, an expression has the derivative `rate`. *)
Theorem rate_is_derivative : forall (c : R -> nat -> R) t v e, defined (c t) e ->
  (forall n, occurs n e -> derivable_pt_lim (fun s => c s n) t (v n)) ->
  derivable_pt_lim (fun s => value (c s) e) t (rate v (c t) e).
Proof.
  intros c t v; induction e; intros D V; simpl in *.
  - apply derivable_pt_lim_const.
  - apply V; reflexivity.
  - destruct D; apply derivable_pt_lim_plus
      with (f1 := fun s => value (c s) e1) (f2 := fun s => value (c s) e2); auto.
  - destruct D; apply derivable_pt_lim_mult
      with (f1 := fun s => value (c s) e1) (f2 := fun s => value (c s) e2); auto.
  - destruct D as [D N].
    replace (- rate v (c t) e * (/ value (c t) e * / value (c t) e))
      with ((0 * value (c t) e - rate v (c t) e * fct_cte 1 t) / (value (c t) e)²)
      by (unfold Rsqr, fct_cte; field; assumption).
    apply derivable_pt_lim_ext with (f := fun s => (fct_cte 1 / (fun s => value (c s) e))%F s).
    { intro s; unfold div_fct, fct_cte, Rdiv; apply Rmult_1_l. }
    apply derivable_pt_lim_div with (f1 := fct_cte 1) (f2 := fun s => value (c s) e);
      [apply derivable_pt_lim_const | auto | assumption].
  - rewrite Rmult_comm.
    apply (derivable_pt_lim_comp (fun s => value (c s) e) exp); [auto | apply derivable_pt_lim_exp].
  - destruct D as [D N]; rewrite Rmult_comm.
    apply (derivable_pt_lim_comp (fun s => value (c s) e) ln); [auto | apply derivable_pt_lim_ln; assumption].
  - destruct D as [D N]; rewrite Rmult_comm.
    apply (derivable_pt_lim_comp (fun s => value (c s) e) (root q)); [auto|].
    replace (root q (value (c t) e) * (/ IZR (Z.pos q) * / value (c t) e))
      with (/ IZR (Z.pos q) * Rpower (value (c t) e) (/ IZR (Z.pos q) - 1)).
    { apply derivable_pt_lim_power; assumption. }
    unfold root, Rminus; rewrite Rpower_plus, Rpower_Ropp, Rpower_1 by assumption; ring.
  - destruct D as [D N]; apply sgn_is_constant with (d := rate v (c t) e); auto.
Qed.

(* The point p with its coordinate x moved to t. *)
Definition moved (p : nat -> R) (x : nat) (t : R) : nat -> R := fun n => if Nat.eqb n x then t else p n.
Definition only (x n : nat) : R := if Nat.eqb n x then 1 else 0.

Lemma moved_nowhere : forall p x n, moved p x (p x) n = p n.
Proof. intros p x n; unfold moved; destruct (Nat.eqb_spec n x); subst; reflexivity. Qed.

Lemma value_ext : forall p q, (forall n, p n = q n) -> forall e, value p e = value q e.
Proof. intros p q E; induction e; simpl; congruence. Qed.

Lemma defined_ext : forall p q, (forall n, p n = q n) -> forall e, defined p e -> defined q e.
Proof. intros p q E; induction e; simpl; rewrite ?(value_ext p q E); intuition. Qed.

Lemma diff_value : forall x p e, value p (diff x e) = rate (only x) p e.
Proof.
  intros x p; induction e; simpl; rewrite ?IHe1, ?IHe2, ?IHe; try ring.
  unfold only; destruct (Nat.eqb n x); reflexivity.
Qed.

Lemma rate_ext : forall v p q, (forall n, p n = q n) -> forall e, rate v p e = rate v q e.
Proof.
  intros v p q E; induction e; simpl; rewrite ?IHe1, ?IHe2, ?IHe, ?(value_ext p q E); reflexivity.
Qed.

Theorem diff_is_derivative : forall e p x, defined p e ->
  derivable_pt_lim (fun t => value (moved p x t) e) (p x) (value p (diff x e)).
Proof.
  intros e p x D; rewrite diff_value, <- (rate_ext (only x) _ _ (moved_nowhere p x)).
  apply rate_is_derivative.
  - apply (defined_ext p); [intro n; rewrite moved_nowhere; reflexivity | exact D].
  - intros n _; unfold moved, only; destruct (Nat.eqb n x);
      [apply derivable_pt_lim_id | apply derivable_pt_lim_const].
Qed.

Definition total (terms : list expr) : expr := fold_right Add (Const 0) terms.

(* The derivative of h where the variables 0, 1, ... move at these rates and the others stay. *)
Definition along (rates : list expr) (h : expr) : expr :=
  total (map (fun '(x, rate) => Mul (diff x h) rate) (combine (seq 0 (length rates)) rates)).

(* The rates at a point; variables without one stay. *)
Definition velocity (rates : list expr) (p : nat -> R) (n : nat) : R :=
  value p (List.nth n rates (Const 0)).

Fixpoint power (a : expr) (n : nat) : expr :=
  match n with O => Const 1 | S O => a | S m => Mul a (power a m) end.

Lemma rate_linear : forall a b u v p e,
  rate (fun n => u * a n + v * b n) p e = u * rate a p e + v * rate b p e.
Proof. intros a b u v p; induction e; simpl; rewrite ?IHe1, ?IHe2, ?IHe; ring. Qed.

Lemma rate_rate_ext : forall u v, (forall n, u n = v n) -> forall p e, rate u p e = rate v p e.
Proof. intros u v E p; induction e; simpl; congruence. Qed.

Lemma along_from : forall rates p h k,
  value p (total (map (fun '(x, rate) => Mul (diff x h) rate) (combine (seq k (length rates)) rates)))
  = rate (fun n => if Nat.ltb n k then 0 else velocity rates p (n - k)) p h.
Proof.
  induction rates as [|r rates IH]; intros p h k; simpl.
  - rewrite (rate_rate_ext _ (fun n => 0 * 0 + 0 * 0)).
    { rewrite (rate_linear (fun _ => 0) (fun _ => 0)); ring. }
    intro n; destruct (Nat.ltb n k); unfold velocity; [|destruct (n - k)%nat]; simpl; ring.
  - specialize (IH p h (S k)); unfold total in *; rewrite IH, diff_value, Rmult_comm.
    rewrite <- (Rmult_1_l (rate (fun n => if Nat.ltb n (S k) then _ else _) p h)), <- rate_linear.
    apply rate_rate_ext; intro n; unfold only, velocity.
    destruct (Nat.ltb_spec n (S k)), (Nat.ltb_spec n k), (Nat.eqb_spec n k); try lia; try subst; try ring.
    + rewrite Nat.sub_diag; simpl; ring.
    + replace (n - k)%nat with (S (n - S k)) by lia; simpl; ring.
Qed.

Lemma along_is_rate : forall rates p h, value p (along rates h) = rate (velocity rates p) p h.
Proof.
  intros rates p h; unfold along; rewrite along_from; apply rate_rate_ext.
  intro n; simpl; rewrite Nat.sub_0_r; reflexivity.
Qed.

(* At the time t a curve moves at these rates, as far as h can tell; constants do not move. *)
Definition follows (rates : list expr) (c : R -> nat -> R) (t : R) (h : expr) : Prop :=
  forall n, occurs n h -> derivable_pt_lim (fun s => c s n) t (velocity rates (c t) n).

(* So the derivative of h on such a curve is `along rates h`. *)
Theorem along_is_derivative : forall rates c t h d, follows rates c t h -> defined (c t) h ->
  value (c t) (along rates h) = d -> derivable_pt_lim (fun s => value (c s) h) t d.
Proof. intros rates c t h d F D <-; rewrite along_is_rate; apply rate_is_derivative; assumption. Qed.

(* A combination of second expressions, which is zero where all of them are. *)
Definition combined (terms : list (expr * expr)) : expr :=
  total (map (fun '(cofactor, equation) => Mul cofactor equation) terms).

Lemma combined_zero : forall p terms,
  Forall (fun t => value p (snd t) = 0) terms -> value p (combined terms) = 0.
Proof.
  induction 1 as [|[a b] terms E F IH]; [reflexivity|]; unfold combined in *; simpl in *; rewrite E, IH; ring.
Qed.
