(* What is known of the domain: variables that are nowhere negative (true) or nowhere positive (false). *)
Definition domain := list (nat * bool).

Definition inside (p : nat -> R) (known : domain) : Prop :=
  Forall (fun '(n, b) => if (b : bool) then 0 <= p n else p n <= 0) known.

Fixpoint lookup (n : nat) (known : domain) : option bool :=
  match known with [] => None | (m, b) :: known => if Nat.eqb n m then Some b else lookup n known end.

Section Signs.
Variable known : domain.
Variable T : table.

Definition entry (i : positive) : option (kind * poly) := nth_error T (pred (Pos.to_nat i)).

Definition sign_of_variable (recur : poly -> option poly) (i : positive) : option poly :=
  match entry i with
  | Some (KExp, _) | Some (KRoot _, _) => Some (integer 1)
  | Some (KSign, _) => Some (var i)
  | Some (KInv, e) => recur (mkPinj i e)
  | Some (KLog, _) => option_map var (find KSign (var i) T 1)
  | None =>
      match lookup (pred (Pos.to_nat i) - length T) known with
      | Some b => Some (integer (if b then 1 else -1))
      | None => option_map var (find KSign (var i) T 1)
      end
  end.

Fixpoint sign_of_monomial (recur : poly -> option poly) (m : list (positive * positive)) : option poly :=
  match m with
  | [] => Some (integer 1)
  | (i, n) :: m =>
      if Z.even (Zpos n) then sign_of_monomial recur m
      else bind (sign_of_variable recur i) (fun x => option_map (pmul x) (sign_of_monomial recur m))
  end.

Definition sign_of_number (c : Q) : poly := integer (Z.sgn (Qnum c)).

Definition sign_of_term (recur : poly -> option poly) (t : term) : option poly :=
  option_map (pmul (sign_of_number (snd t))) (sign_of_monomial recur (fst t)).

Definition sum_of (ts : list term) : poly :=
  fold_right (fun '(m, c) P => padd (pscale (monomial m) c) P) (integer 0) ts.

(* The sign of a polynomial that is not zero: that of its terms if all have the same, else an element. *)
Definition sign_step (recur : poly -> option poly) (P : poly) : option poly :=
  match terms P with
  | [] => None
  | t :: ts =>
      let alone :=
        if Qeq_bool (snd t) 0 then None
        else option_map (fun i => pmul (sign_of_number (snd t)) (var i))
          (find KSign (pscale P (Qinv (snd t))) T 1) in
      match sign_of_term recur t with
      | Some s =>
          if forallb (fun u => match sign_of_term recur u with Some r => peq r s | None => false end) ts
             && peq (sum_of (t :: ts)) P
          then Some s else alone
      | None => alone
      end
  end.

Fixpoint sign_of (fuel : nat) (P : poly) : option poly :=
  match fuel with O => None | S fuel => sign_step (sign_of fuel) P end.
End Signs.

(* s says of x what a sign says, also where x is zero. *)
Definition signed (x s : R) : Prop := (s = 0 \/ s = 1 \/ s = -1) /\ 0 <= x * s /\ (s = 0 -> x = 0).

Lemma signed_sgn : forall x, signed x (sgn x).
Proof. intro x; unfold signed, sgn; repeat destruct Rlt_dec; lra. Qed.

Lemma signed_unique : forall x s, signed x s -> x <> 0 -> s = sgn x.
Proof.
  intros x s [A [B C]] N; unfold sgn; destruct (Rlt_dec 0 x), (Rlt_dec x 0); try lra.
  - destruct A as [A|[A|A]]; subst; lra.
  - destruct A as [A|[A|A]]; subst; lra.
Qed.

Lemma signed_mul : forall x s y r, signed x s -> signed y r -> signed (x * y) (s * r).
Proof.
  intros x s y r [A [B C]] [D [E F]]; repeat split.
  - destruct A as [A|[A|A]], D as [D|[D|D]]; subst; lra.
  - replace (x * y * (s * r)) with ((x * s) * (y * r)) by ring; apply Rmult_le_pos; assumption.
  - intro Z; apply Rmult_integral in Z; destruct Z as [Z|Z]; [rewrite (C Z) | rewrite (F Z)]; ring.
Qed.

Lemma signed_one : forall x, 0 <= x -> signed x 1.
Proof. intros; unfold signed; lra. Qed.

Lemma square_pow : forall x k, 0 <= x ^ (2 * k).
Proof. intros x k; rewrite pow_mult; apply pow_le; simpl; rewrite Rmult_1_r; apply Rle_0_sqr. Qed.

Lemma signed_even : forall x n, Z.even (Zpos n) = true -> signed (x ^ Pos.to_nat n) 1.
Proof.
  intros x n E; apply signed_one; destruct n; try discriminate.
  rewrite Pos2Nat.inj_xO; apply square_pow.
Qed.

Lemma signed_odd : forall x s n, Z.even (Zpos n) = false -> signed x s -> signed (x ^ Pos.to_nat n) s.
Proof.
  intros x s n E S; rewrite <- (Rmult_1_r s).
  destruct n; try discriminate; [rewrite Pos2Nat.inj_xI | simpl; rewrite !Rmult_1_r; exact S].
  apply (signed_mul _ _ _ _ S), signed_one, square_pow.
Qed.

Lemma signed_inv : forall x s, signed x s -> signed (/ x) s.
Proof.
  intros x s [A [B C]]; split; [exact A|]; split; [|intro Z; rewrite (C Z); apply Rinv_0].
  destruct (Req_dec x 0) as [Z|N]; [rewrite Z, Rinv_0; lra|].
  replace (/ x * s) with (x * s * (/ x * / x)) by (field; exact N).
  apply Rmult_le_pos; [exact B | apply Rle_0_sqr].
Qed.

Lemma signed_number : forall l c, signed (Q2R c) (ev l (sign_of_number c)).
Proof.
  intros l [a d]; unfold sign_of_number; rewrite integer_ok; unfold Q2R; simpl.
  assert (0 < / IZR (Zpos d)) by (apply Rinv_0_lt_compat, IZR_lt; reflexivity).
  destruct a as [|a|a]; simpl.
  - unfold signed; lra.
  - assert (0 < IZR (Zpos a)) by (apply IZR_lt; reflexivity).
    apply signed_one, Rmult_le_pos; lra.
  - assert (IZR (Zneg a) < 0) by (apply IZR_lt; reflexivity).
    unfold signed; split; [lra|]; split; [|lra].
    replace (IZR (Z.neg a) * / IZR (Z.pos d) * -1) with (- IZR (Z.neg a) * / IZR (Z.pos d)) by ring.
    apply Rmult_le_pos; lra.
Qed.

Lemma root_positive : forall q x, 0 < root q x.
Proof. intros; apply exp_pos. Qed.

Lemma jump_skipn : forall i (m : list R), jump i m = skipn (Pos.to_nat i) m.
Proof.
  intros i m; induction i using Pos.peano_ind; [destruct m; reflexivity|].
  rewrite jump_succ, IHi, Pos2Nat.inj_succ; clear IHi; simpl; generalize (Pos.to_nat i); revert m.
  induction m as [|x m IH]; intros [|n]; try reflexivity; simpl; rewrite IH; destruct m; reflexivity.
Qed.

Lemma hd_skipn : forall n (m : list R), hd 0 (skipn n m) = List.nth n m 0.
Proof. induction n; intros [|x m]; try reflexivity; simpl; auto. Qed.

Lemma at_nth : forall (m : list R) i, entry_of m i = List.nth (pred (Pos.to_nat i)) m 0.
Proof.
  intros m i; unfold entry_of; rewrite jump_skipn, hd_skipn.
  destruct (Pos2Nat.is_succ i) as [n E]; rewrite E; reflexivity.
Qed.

Lemma entry_ok : forall base T i k e, entry T i = Some (k, e) ->
  entry_of (env base T) i = applied k (ev (jump i (env base T)) e).
Proof.
  intros base T i k e; unfold entry; rewrite at_nth, jump_skipn.
  destruct (Pos2Nat.is_succ i) as [n E]; rewrite E; clear E; simpl; revert n.
  induction T as [|[k' e'] T IH]; intros [|n] F; try discriminate; [|apply IH in F; exact F].
  injection F as -> ->; reflexivity.
Qed.

Lemma beyond : forall base T n, nth_error T n = None ->
  List.nth n (env base T) 0 = List.nth (n - length T) base 0.
Proof.
  intros base; induction T as [|[k e] T IH]; intros n F; [rewrite Nat.sub_0_r; reflexivity|].
  destruct n; [discriminate|]; simpl in *; auto.
Qed.

Lemma nth_points : forall p N n, List.nth n (map p (seq 0 N)) 0 = p n \/ List.nth n (map p (seq 0 N)) 0 = 0.
Proof.
  intros p N n; destruct (Nat.lt_ge_cases n N).
  - left; rewrite nth_indep with (d' := p 0%nat) by (rewrite map_length, seq_length; assumption).
    rewrite map_nth, seq_nth by assumption; reflexivity.
  - right; apply nth_overflow; rewrite map_length, seq_length; assumption.
Qed.

Lemma base_ok : forall p N T i, entry T i = None ->
  let x := entry_of (env (map p (seq 0 N)) T) i in x = p (pred (Pos.to_nat i) - length T)%nat \/ x = 0.
Proof. intros p N T i F x; unfold x; rewrite at_nth, beyond by exact F; apply nth_points. Qed.

Section SignsOk.
Variable p : nat -> R.
Variable N : nat.
Variable known : domain.
Variable T : table.
Let base := map p (seq 0 N).
Let l := env base T.
Hypothesis known_ok : inside p known.

Lemma lookup_ok : forall n b, lookup n known = Some b -> if b : bool then 0 <= p n else p n <= 0.
Proof.
  induction known as [|[m c] rest IH]; simpl; [discriminate|]; intros n b.
  inversion known_ok; subst; destruct (Nat.eqb_spec n m).
  - intro E; injection E as <-; subst; assumption.
  - apply IH; assumption.
Qed.

Lemma sign_of_variable_ok : forall recur,
  (forall P s, recur P = Some s -> signed (ev l P) (ev l s)) ->
  forall i s, sign_of_variable known T recur i = Some s -> signed (entry_of l i) (ev l s).
Proof.
  intros recur IH i s; unfold sign_of_variable.
  assert (F : option_map var (find KSign (var i) T 1) = Some s -> signed (entry_of l i) (ev l s)).
  { destruct (find KSign (var i) T 1) eqn:F; simpl; [|discriminate].
    apply (find_ok base _ _ l) in F; [|reflexivity].
    intro E; injection E as <-; rewrite var_ok, F, <- var_ok; apply signed_sgn. }
  destruct (entry T i) as [[[]]|] eqn:E;
    try (apply entry_ok with (base := base) in E; fold l in E; rewrite E).
  - intro G; apply signed_inv; rewrite <- shift_ok; auto.
  - intro G; injection G as <-; rewrite integer_ok; apply signed_one, Rlt_le, exp_pos.
  - rewrite <- E; exact F.
  - intro G; injection G as <-; rewrite integer_ok; apply signed_one, Rlt_le, root_positive.
  - intro G; injection G as <-; rewrite var_ok, E; simpl.
    destruct (signed_sgn (ev (jump i l) p0)) as [A _].
    unfold signed; destruct A as [A|[A|A]]; rewrite A; lra.
  - destruct (lookup _ known) as [b|] eqn:L; [|exact F].
    intro G; injection G as <-; apply lookup_ok in L; rewrite integer_ok.
    destruct (base_ok p N T i E) as [Z|Z]; fold base l in Z; rewrite Z; unfold signed; destruct b; lra.
Qed.

Lemma sign_of_monomial_ok : forall recur,
  (forall P s, recur P = Some s -> signed (ev l P) (ev l s)) ->
  forall m s, sign_of_monomial known T recur m = Some s -> signed (ev l (monomial m)) (ev l s).
Proof.
  intros recur IH; induction m as [|[i n] m IHm]; intros s E; cbn [sign_of_monomial] in E.
  - injection E as <-; cbn [monomial fold_right]; rewrite integer_ok; apply signed_one; lra.
  - cbn [monomial fold_right]; fold (monomial m); rewrite pmul_ok, ppow_ok, var_ok.
    destruct (Z.even (Zpos n)) eqn:Even.
    + rewrite <- (Rmult_1_l (ev l s)); apply signed_mul; [apply signed_even; exact Even | apply IHm; exact E].
    + destruct (sign_of_variable known T recur i) as [x|] eqn:X; simpl in E; [|discriminate].
      destruct (sign_of_monomial known T recur m) as [y|]; simpl in E; [|discriminate].
      injection E as <-; rewrite pmul_ok; apply signed_mul; [|apply IHm; reflexivity].
      apply signed_odd; [exact Even | apply (sign_of_variable_ok recur IH _ _ X)].
Qed.

Lemma sign_of_term_ok : forall recur,
  (forall P s, recur P = Some s -> signed (ev l P) (ev l s)) ->
  forall m c s, sign_of_term known T recur (m, c) = Some s ->
  signed (ev l (pscale (monomial m) c)) (ev l s).
Proof.
  intros recur IH m c s E; unfold sign_of_term in E; cbn [fst snd] in E.
  destruct (sign_of_monomial known T recur m) as [x|] eqn:X; simpl in E; [|discriminate].
  injection E as <-; rewrite pscale_ok, pmul_ok, Rmult_comm.
  apply signed_mul; [apply signed_number | apply (sign_of_monomial_ok recur IH _ _ X)].
Qed.

Lemma signed_sum : forall x y s, signed x s -> signed y s -> signed (x + y) s.
Proof.
  intros x y s [A [B C]] [D [E F]]; split; [exact A|]; split; [lra|].
  intro Z; rewrite (C Z), (F Z); ring.
Qed.

Lemma sign_step_ok : forall recur,
  (forall P s, recur P = Some s -> signed (ev l P) (ev l s)) ->
  forall P s, sign_step known T recur P = Some s -> signed (ev l P) (ev l s).
Proof.
  intros recur IH P s; unfold sign_step; destruct (terms P) as [|[m c] ts] eqn:TS; [discriminate|].
  set (alone := if Qeq_bool (snd (m, c)) 0 then None else _).
  assert (A : alone = Some s -> signed (ev l P) (ev l s)).
  { unfold alone; cbn [snd]; destruct (Qeq_bool c 0) eqn:Z; [discriminate|].
    destruct (find KSign _ T 1) eqn:F; simpl; [|discriminate].
    apply (find_ok base _ _ l) in F; [|reflexivity].
    intro E; injection E as <-; rewrite pmul_ok, var_ok, F; cbn [applied]; rewrite pscale_ok.
    apply Qeq_bool_neq in Z; replace (ev l P) with (Q2R c * (ev l P * Q2R (/ c))) at 1.
    { apply signed_mul; [apply signed_number | apply signed_sgn]. }
    rewrite Q2R_inv by exact Z; field; intro E; apply Z, eqR_Qeq; rewrite E; unfold Q2R; simpl; ring. }
  destruct (sign_of_term known T recur (m, c)) as [r|] eqn:R; [|exact A].
  destruct (_ && _) eqn:B; [|exact A].
  intro E; injection E as <-; apply andb_prop in B; destruct B as [B C].
  rewrite <- (peq_ok _ _ C); clear C; cbn [sum_of fold_right]; rewrite padd_ok; fold (sum_of ts).
  apply (sign_of_term_ok recur IH) in R; apply signed_sum; [exact R|]; clear A TS.
  induction ts as [|[m' c'] ts IHts]; cbn [sum_of fold_right].
  - rewrite integer_ok; destruct R as [R _]; unfold signed; lra.
  - cbn [forallb] in B; apply andb_prop in B; destruct B as [B C]; rewrite padd_ok.
    destruct (sign_of_term known T recur (m', c')) as [r'|] eqn:R'; [|discriminate].
    apply (sign_of_term_ok recur IH) in R'; rewrite (peq_ok _ _ B) in R'.
    apply signed_sum; [exact R' | apply IHts; exact C].
Qed.

Lemma sign_of_ok : forall fuel P s, sign_of known T fuel P = Some s -> signed (ev l P) (ev l s).
Proof. induction fuel; intros P s; [discriminate|]; apply sign_step_ok; exact IHfuel. Qed.
End SignsOk.
