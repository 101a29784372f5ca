(* What is zero at a glance, as most parts of a derivative are. *)
Fixpoint null (e : expr) : bool :=
  match e with
  | Const z => Z.eqb z 0
  | Add a b => null a && null b
  | Mul a b => null a || null b
  | _ => false
  end.

Lemma null_ok : forall p e, null e = true -> value p e = 0.
Proof.
  intros p; induction e; simpl; try discriminate; intro E.
  - apply Z.eqb_eq in E; subst; reflexivity.
  - apply andb_prop in E; destruct E; rewrite IHe1, IHe2 by assumption; ring.
  - apply orb_prop in E; destruct E; [rewrite IHe1 by assumption | rewrite IHe2 by assumption]; ring.
Qed.

(* The normal form of an expression. *)
Section Norm.
Variable N : nat.
Variable known : domain.

Definition function (T : table) (k : kind) (x : poly) : option poly :=
  match k, x with
  | KInv, Pc c => if Qeq_bool c 0 then None else Some (constant (Qinv c))
  | KExp, _ => exponential T x
  | KSign, _ => sign_of known T (S (length T)) x
  | _, _ => option_map var (find k x T 1)
  end.

Fixpoint norm (T : table) (e : expr) : option poly :=
  match e with
  | Const z => Some (integer z)
  | Var n => if Nat.ltb n N then Some (var (Pos.of_nat (S (length T + n)))) else None
  | Add a b => if null a then norm T b else bind (norm T a) (fun x => option_map (padd x) (norm T b))
  | Mul a b =>
      if null a || null b then Some (integer 0)
      else bind (norm T a) (fun x => option_map (pmul x) (norm T b))
  | Inv a => bind (norm T a) (function T KInv)
  | Exp a => bind (norm T a) (function T KExp)
  | Log a => bind (norm T a) (function T KLog)
  | Root q a => bind (norm T a) (function T (KRoot q))
  | Sign a => bind (norm T a) (function T KSign)
  end.

Variable p : nat -> R.
Hypothesis known_ok : inside p known.
Let base := map p (seq 0 N).

Lemma at_variable : forall T n, (n < N)%nat -> entry_of (env base T) (Pos.of_nat (S (length T + n))) = p n.
Proof.
  intros T n L; rewrite at_nth, Nat2Pos.id by discriminate; cbn [pred].
  rewrite beyond by (apply nth_error_None; lia).
  replace (length T + n - length T)%nat with n by lia.
  unfold base; rewrite nth_indep with (d' := p 0%nat) by (rewrite map_length, seq_length; assumption).
  rewrite map_nth, seq_nth by assumption; reflexivity.
Qed.

Lemma found_ok : forall T k x y, option_map var (find k x T 1) = Some y ->
  ev (env base T) y = applied k (ev (env base T) x).
Proof.
  intros T k x y; destruct (find k x T 1) eqn:F; simpl; [|discriminate].
  apply (find_ok base _ _ (env base T)) in F; [|reflexivity].
  intro E; injection E as <-; rewrite var_ok; exact F.
Qed.

Lemma function_ok : forall T k x y,
  match k with KInv | KSign => ev (env base T) x <> 0 | _ => True end ->
  function T k x = Some y -> ev (env base T) y = applied k (ev (env base T) x).
Proof.
  intros T k x y Z E; destruct k; cbn [function] in E; try (apply (found_ok _ _ _ _ E)).
  - destruct x as [c| |]; try (apply (found_ok _ _ _ _ E)).
    destruct (Qeq_bool c 0) eqn:N0; [discriminate|]; injection E as <-.
    change (Q2R (/ c) = / Q2R c); apply Q2R_inv, Qeq_bool_neq, N0.
  - apply exponential_ok, E.
  - apply signed_unique; [apply (sign_of_ok p N known T known_ok _ _ _ E) | exact Z].
Qed.

Lemma norm_ok : forall T e x, defined p e -> norm T e = Some x -> ev (env base T) x = value p e.
Proof.
  intros T; induction e; intros x D E; cbn [norm value] in *.
  - injection E as <-; apply integer_ok.
  - destruct (Nat.ltb_spec n N); [|discriminate].
    injection E as <-; rewrite var_ok; apply at_variable; assumption.
  - destruct D; destruct (null e1) eqn:Z; [rewrite (null_ok p e1 Z), (IHe2 x) by auto; ring|].
    destruct (norm T e1) as [y|]; simpl in E; [|discriminate].
    destruct (norm T e2) as [z|]; simpl in E; [|discriminate].
    injection E as <-; rewrite padd_ok, IHe1, IHe2 by auto; reflexivity.
  - destruct D; destruct (null e1 || null e2) eqn:Z.
    + injection E as <-; symmetry; rewrite integer_ok; apply (null_ok p (Mul e1 e2) Z).
    + destruct (norm T e1) as [y|]; simpl in E; [|discriminate].
      destruct (norm T e2) as [z|]; simpl in E; [|discriminate].
      injection E as <-; rewrite pmul_ok, IHe1, IHe2 by auto; reflexivity.
  - destruct D as [D Z]; destruct (norm T e) as [y|]; cbn [bind] in E; [|discriminate].
    rewrite <- (IHe y) in * by auto; exact (function_ok T KInv y x Z E).
  - destruct (norm T e) as [y|]; cbn [bind] in E; [|discriminate].
    rewrite <- (IHe y) by auto; exact (function_ok T KExp y x I E).
  - destruct D as [D Z]; destruct (norm T e) as [y|]; cbn [bind] in E; [|discriminate].
    rewrite <- (IHe y) by auto; exact (function_ok T KLog y x I E).
  - destruct D as [D Z]; destruct (norm T e) as [y|]; cbn [bind] in E; [|discriminate].
    rewrite <- (IHe y) by auto; exact (function_ok T (KRoot q) y x I E).
  - destruct D as [D Z]; destruct (norm T e) as [y|]; cbn [bind] in E; [|discriminate].
    rewrite <- (IHe y) in * by auto; exact (function_ok T KSign y x Z E).
Qed.

(* A normal form, and that of the rate where the variables 0, 1, ... move at rates with given normal forms. *)
Definition nonzero_product (x y : poly) : poly := if peq x (integer 0) then x else pmul x y.
Definition nonzero_sum (x y : poly) : poly := if peq x (integer 0) then y else padd x y.

Fixpoint dual (T : table) (rs : list poly) (e : expr) : option (poly * poly) :=
  match e with
  | Const z => Some (integer z, integer 0)
  | Var n => option_map (fun x => (x, List.nth n rs (integer 0))) (norm T e)
  | Add a b =>
      bind (dual T rs a) (fun '(x, dx) => option_map (fun '(y, dy) =>
        (padd x y, nonzero_sum dx dy)) (dual T rs b))
  | Mul a b =>
      bind (dual T rs a) (fun '(x, dx) => option_map (fun '(y, dy) =>
        (nonzero_product x y, nonzero_sum (nonzero_product dx y) (nonzero_product dy x))) (dual T rs b))
  | Inv a =>
      bind (dual T rs a) (fun '(x, dx) => option_map (fun z =>
        (z, nonzero_product dx (pscale (pmul z z) (-1 # 1)))) (function T KInv x))
  | Exp a =>
      bind (dual T rs a) (fun '(x, dx) => option_map (fun z => (z, nonzero_product dx z)) (function T KExp x))
  | Log a =>
      bind (dual T rs a) (fun '(x, dx) => bind (function T KInv x) (fun i => option_map (fun z =>
        (z, nonzero_product dx i)) (function T KLog x)))
  | Root q a =>
      bind (dual T rs a) (fun '(x, dx) => bind (function T KInv x) (fun i => option_map (fun z =>
        (z, nonzero_product dx (pscale (pmul z i) (1 # q)))) (function T (KRoot q) x)))
  | Sign a =>
      bind (dual T rs a) (fun '(x, _) => option_map (fun z => (z, integer 0)) (function T KSign x))
  end.

Lemma nonzero_product_ok : forall l x y, ev l (nonzero_product x y) = ev l x * ev l y.
Proof.
  intros l x y; unfold nonzero_product; destruct (peq x (integer 0)) eqn:E; [|apply pmul_ok].
  rewrite (peq_ok _ _ E), integer_ok; ring.
Qed.

Lemma nonzero_sum_ok : forall l x y, ev l (nonzero_sum x y) = ev l x + ev l y.
Proof.
  intros l x y; unfold nonzero_sum; destruct (peq x (integer 0)) eqn:E; [|apply padd_ok].
  rewrite (peq_ok _ _ E), integer_ok; ring.
Qed.

Ltac take E :=
  match type of E with bind ?a _ = _ => destruct a as [[? ?]|] eqn:?; cbn [bind] in E; [|discriminate] end.

(* The value z of a function of x. *)
Ltac value_of k x z F E :=
  match type of E with context [function ?T k x] =>
    destruct (function T k x) as [z|] eqn:F; cbn [bind option_map] in E; [|discriminate] end.

Lemma dual_ok : forall T rs v, (forall n, ev (env base T) (List.nth n rs (integer 0)) = v n) ->
  forall e x dx, defined p e -> dual T rs e = Some (x, dx) ->
  ev (env base T) x = value p e /\ ev (env base T) dx = rate v p e.
Proof.
  intros T rs v V; induction e; intros x dx D E; cbn [dual value rate] in *.
  - injection E as <- <-; rewrite !integer_ok; auto.
  - destruct (norm T (Var n)) as [y|] eqn:Y; cbn [option_map] in E; [|discriminate].
    injection E as <- <-; rewrite V; split; [exact (norm_ok T (Var n) y D Y) | reflexivity].
  - destruct D; take E; destruct (dual T rs e2) as [[y dy]|]; cbn [option_map] in E; [|discriminate].
    injection E as <- <-; rewrite padd_ok, nonzero_sum_ok.
    destruct (IHe1 _ _ ltac:(assumption) eq_refl) as [-> ->], (IHe2 _ _ ltac:(assumption) eq_refl) as [-> ->].
    auto.
  - destruct D; take E; destruct (dual T rs e2) as [[y dy]|]; cbn [option_map] in E; [|discriminate].
    injection E as <- <-; rewrite nonzero_sum_ok, !nonzero_product_ok.
    destruct (IHe1 _ _ ltac:(assumption) eq_refl) as [-> ->], (IHe2 _ _ ltac:(assumption) eq_refl) as [-> ->].
    split; ring.
  - destruct D as [D Z]; take E; value_of KInv p0 z F E.
    injection E as <- <-; destruct (IHe _ _ D eq_refl) as [A B]; rewrite <- A in *.
    pose proof (function_ok T KInv _ _ Z F) as C; cbn [applied] in C.
    split; [exact C|]; rewrite nonzero_product_ok, pscale_ok, pmul_ok, C, B, Q2R_integer; ring.
  - take E; value_of KExp p0 z F E.
    injection E as <- <-; destruct (IHe _ _ D eq_refl) as [A B]; rewrite <- A in *.
    pose proof (function_ok T KExp _ _ I F) as C; cbn [applied] in C.
    split; [exact C|]; rewrite nonzero_product_ok, C, B; ring.
  - destruct D as [D Z]; take E; value_of KInv p0 i G E.
    value_of KLog p0 z F E.
    injection E as <- <-; destruct (IHe _ _ D eq_refl) as [A B]; rewrite <- A in *.
    pose proof (function_ok T KLog _ _ I F) as C.
    pose proof (function_ok T KInv _ _ (Rgt_not_eq _ _ Z) G) as H; cbn [applied] in C, H.
    split; [exact C|]; rewrite nonzero_product_ok, H, B; ring.
  - destruct D as [D Z]; take E; value_of KInv p0 i G E.
    value_of (KRoot q) p0 z F E.
    injection E as <- <-; destruct (IHe _ _ D eq_refl) as [A B]; rewrite <- A in *.
    pose proof (function_ok T (KRoot q) _ _ I F) as C.
    pose proof (function_ok T KInv _ _ (Rgt_not_eq _ _ Z) G) as H; cbn [applied] in C, H.
    split; [exact C|]; rewrite nonzero_product_ok, pscale_ok, pmul_ok, C, H, B.
    replace (Q2R (1 # q)) with (/ IZR (Z.pos q)) by (unfold Q2R; simpl; ring); ring.
  - destruct D as [D Z]; take E; value_of KSign p0 z F E.
    injection E as <- <-; destruct (IHe _ _ D eq_refl) as [A B]; rewrite <- A in *.
    pose proof (function_ok T KSign _ _ Z F) as C; cbn [applied] in C.
    split; [exact C | apply integer_ok].
Qed.
End Norm.
