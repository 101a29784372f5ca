(* Eliminating the last element. *)
Definition dropped (j : positive) (P : poly) : poly := if Pos.eqb j 1 then P else mkPinj (Pos.pred j) P.

Lemma dropped_ok : forall l j P, ev (tl l) (dropped j P) = ev (jump j l) P.
Proof.
  intros l j P; unfold dropped; destruct (Pos.eqb_spec j 1); [subst; reflexivity|].
  rewrite shift_ok; destruct j using Pos.peano_ind; [congruence|].
  rewrite Pos.pred_succ, jump_succ, <- jump_tl; reflexivity.
Qed.

Fixpoint coefficients (P : poly) : list poly :=
  match P with
  | Pc c => [constant c]
  | Pinj j Q => [dropped j Q]
  | PX A i Q => Q :: coefficients A
  end.

Lemma coefficients_ok : forall l P, Forall (fun c => ev (tl l) c = 0) (coefficients P) -> ev l P = 0.
Proof.
  intros l; induction P; intro F; simpl in F.
  - inversion F; assumption.
  - inversion F; rewrite dropped_ok in *; assumption.
  - inversion F; unfold ev in *; simpl; rewrite IHP1 by assumption; rewrite H1; ring.
Qed.

(* For z = 1/e the polynomial times a power of e, without z, and the exponent of that power. *)
Fixpoint cleared (e P : poly) : poly * nat :=
  match P with
  | Pc c => (constant c, 0%nat)
  | Pinj j Q => (dropped j Q, 0%nat)
  | PX A i Q =>
      let '(x, n) := cleared e A in
      let m := (n + Pos.to_nat i)%nat in
      (if peq Q (integer 0) then x else padd x (pmul Q (ppow e m)), m)
  end.

Lemma cleared_ok : forall l e P, hd 0 l * ev (tl l) e = 1 ->
  ev l P * ev (tl l) e ^ snd (cleared e P) = ev (tl l) (fst (cleared e P)).
Proof.
  intros l e P Z; induction P; cbn [cleared fst snd].
  - rewrite pow_O, Rmult_1_r; reflexivity.
  - rewrite dropped_ok, pow_O, Rmult_1_r; reflexivity.
  - clear IHP2; destruct (cleared e P1) as [y m]; cbn [fst snd] in *.
    change (ev l (PX P1 p P2)) with (ev l P1 * pow_pos Rmult (hd 0 l) p + ev (tl l) P2).
    rewrite pow_pos_nat, pow_add; set (k := Pos.to_nat p).
    assert (W : hd 0 l ^ k * ev (tl l) e ^ k = 1) by (rewrite <- Rpow_mult_distr, Z; apply pow1).
    assert (Y : (ev l P1 * hd 0 l ^ k) * (ev (tl l) e ^ m * ev (tl l) e ^ k) = ev (tl l) y).
    { rewrite <- IHP1; rewrite <- (Rmult_1_r (ev l P1 * ev (tl l) e ^ m)), <- W; ring. }
    rewrite Rmult_plus_distr_r, Y; destruct (peq P2 (integer 0)) eqn:E.
    + rewrite (peq_ok _ _ E), integer_ok; ring.
    + rewrite padd_ok, pmul_ok, ppow_ok; unfold k; rewrite pow_add; reflexivity.
Qed.

(* For z^q = e the q coefficients of 1, z, ..., z^(q-1). *)
Fixpoint horner (l : list R) (z : R) (cs : list poly) : R :=
  match cs with [] => 0 | c :: cs => ev l c + z * horner l z cs end.

Definition rotated (e : poly) (cs : list poly) : list poly := pmul (last cs (integer 0)) e :: removelast cs.

Definition raised (x : poly) (cs : list poly) : list poly :=
  match cs with [] => [] | c :: cs => padd c x :: cs end.

Fixpoint folded (q : nat) (e P : poly) : list poly :=
  match P with
  | Pc c => constant c :: repeat (integer 0) (pred q)
  | Pinj j Q => dropped j Q :: repeat (integer 0) (pred q)
  | PX A i Q => raised Q (Nat.iter (Pos.to_nat i) (rotated e) (folded q e A))
  end.

Lemma horner_last : forall l z cs, cs <> [] ->
  horner l z cs = horner l z (removelast cs) + z ^ (length cs - 1) * ev l (last cs (integer 0)).
Proof.
  intros l z; induction cs as [|c [|d cs] IH]; intro NE; [congruence | simpl; ring|].
  change (removelast (c :: d :: cs)) with (c :: removelast (d :: cs)).
  change (last (c :: d :: cs) (integer 0)) with (last (d :: cs) (integer 0)).
  replace (length (c :: d :: cs) - 1)%nat with (S (length (d :: cs) - 1)) by (simpl; lia).
  cbn [horner]; cbn [horner] in IH; rewrite IH by discriminate; simpl; ring.
Qed.

Lemma rotated_length : forall e cs, cs <> [] -> length (rotated e cs) = length cs.
Proof.
  intros e cs NE; pose proof (f_equal (@length poly) (app_removelast_last (integer 0) NE)) as L.
  rewrite app_length in L; cbn [length] in L; cbn [rotated length]; lia.
Qed.

Lemma horner_zeros : forall l z n, horner l z (repeat (integer 0) n) = 0.
Proof. intros l z; induction n; [reflexivity|]; cbn [repeat horner]; rewrite IHn, integer_ok; ring. Qed.

Lemma folded_ok : forall l q e P, (0 < q)%nat -> hd 0 l ^ q = ev (tl l) e ->
  length (folded q e P) = q /\ ev l P = horner (tl l) (hd 0 l) (folded q e P).
Proof.
  intros l q e P Q Z; induction P; cbn [folded].
  - split; [simpl; rewrite repeat_length; lia|]; cbn [horner].
    rewrite horner_zeros, Rmult_0_r, Rplus_0_r; reflexivity.
  - split; [simpl; rewrite repeat_length; lia|]; cbn [horner].
    rewrite horner_zeros, Rmult_0_r, Rplus_0_r, dropped_ok; reflexivity.
  - destruct IHP1 as [L E]; clear IHP2.
    change (ev l (PX P1 p P2)) with (ev l P1 * pow_pos Rmult (hd 0 l) p + ev (tl l) P2).
    rewrite pow_pos_nat; generalize (Pos.to_nat p); intro n.
    set (cs := Nat.iter n (rotated e) (folded q e P1)).
    assert (A : length cs = q /\ ev l P1 * hd 0 l ^ n = horner (tl l) (hd 0 l) cs).
    { unfold cs; clear cs; induction n as [|n [L' E']]; [simpl; rewrite Rmult_1_r; auto|].
      set (cs := Nat.iter n (rotated e) (folded q e P1)) in *.
      change (Nat.iter (S n) (rotated e) (folded q e P1)) with (rotated e cs); cbn [pow].
      assert (NE : cs <> []) by (intro X; rewrite X in L'; simpl in L'; lia).
      split; [rewrite rotated_length; assumption|].
      replace (ev l P1 * (hd 0 l * hd 0 l ^ n)) with (hd 0 l * (ev l P1 * hd 0 l ^ n)) by ring.
      rewrite E', (horner_last _ _ _ NE); unfold rotated; cbn [horner]; rewrite pmul_ok, <- Z, L'.
      replace (hd 0 l ^ q) with (hd 0 l * hd 0 l ^ (q - 1)); [ring|].
      replace q with (S (q - 1)) at 2 by lia; reflexivity. }
    destruct A as [A ->]; destruct cs as [|c cs]; [simpl in A; lia|]; split; [exact A|].
    cbn [raised horner]; rewrite padd_ok; ring.
Qed.

Lemma horner_zero : forall l z cs, Forall (fun c => ev l c = 0) cs -> horner l z cs = 0.
Proof. induction 1 as [|c cs Z F IH]; [reflexivity|]; cbn [horner]; rewrite Z, IH; ring. Qed.

Fixpoint is_zero (fs : list bool) (T : table) (P : poly) : bool :=
  if peq P (integer 0) then true
  else match T with
  | [] => false
  | (k, e) :: T =>
      let fs' := match fs with [] => [] | _ :: fs' => fs' end in
      match fs, k with
      | true :: _, KInv => is_zero fs' T (fst (cleared e P))
      | true :: _, KRoot q => forallb (is_zero fs' T) (folded (Pos.to_nat q) e P)
      | true :: _, KSign => forallb (is_zero fs' T) (folded 2 (integer 1) P)
      | _, _ => forallb (is_zero fs' T) (coefficients P)
      end
  end.

Lemma root_power : forall q x, 0 < x -> root q x ^ Pos.to_nat q = x.
Proof.
  intros q x X; rewrite <- Rpower_pow by apply root_positive; unfold root.
  rewrite Rpower_mult, INR_pos, Rinv_l by apply positive_is_not_zero; apply Rpower_1, X.
Qed.

Lemma sgn_square : forall x, x <> 0 -> sgn x ^ 2 = 1.
Proof. intros x X; unfold sgn; repeat destruct Rlt_dec; lra. Qed.

Lemma is_zero_ok : forall base T fs P, sound base fs T -> is_zero fs T P = true -> ev (env base T) P = 0.
Proof.
  intros base; induction T as [|[k e] T IH]; intros fs P S Z; cbn [is_zero] in Z;
    (destruct (peq P (integer 0)) eqn:E; [rewrite (peq_ok _ _ E); apply integer_ok|]); [discriminate|].
  set (fs' := match fs with [] => [] | _ :: fs' => fs' end) in Z.
  assert (S' : sound base fs' T) by (destruct fs; [destruct T; exact I | apply S]).
  assert (A : forall cs, forallb (is_zero fs' T) cs = true -> Forall (fun c => ev (env base T) c = 0) cs).
  { intros cs B; rewrite forallb_forall in B; apply Forall_forall; intros c M.
    apply (IH fs'), B; assumption. }
  assert (F : forallb (is_zero fs' T) (coefficients P) = true -> ev (env base ((k, e) :: T)) P = 0).
  { intro B; apply coefficients_ok, A, B. }
  destruct fs as [|[] fs]; try (apply F; exact Z); destruct S as [S _]; specialize (S eq_refl).
  destruct k; try (apply F; exact Z); simpl in S.
  - pose proof (cleared_ok (env base ((KInv, e) :: T)) e P) as C; cbn [env hd tl applied] in C.
    rewrite (IH fs' _ S' Z) in C; specialize (C (Rinv_l _ S)).
    apply Rmult_integral in C; destruct C as [C|C]; [exact C | exfalso; revert C; apply pow_nonzero, S].
  - destruct (folded_ok (env base ((KRoot q, e) :: T)) (Pos.to_nat q) e P (Pos2Nat.is_pos q)) as [_ C].
    { apply root_power, S. }
    rewrite C; apply horner_zero, A, Z.
  - destruct (folded_ok (env base ((KSign, e) :: T)) 2 (integer 1) P) as [_ C]; [lia| |].
    { rewrite integer_ok; apply sgn_square, S. }
    rewrite C; apply horner_zero, A, Z.
Qed.
