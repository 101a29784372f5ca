(* Normal forms: whether an expression is zero wherever it is defined, computed and proved once for all.

   An expression becomes a polynomial with rational coefficients in its variables and in *elements*, one for
   each function of a polynomial. A table lists these functions, the last one first: an element is numbered
   from there, and the variables come after all elements. Of elements only these relations are used: z e = 1
   for 1/e, z^q = e for a root, z^2 = 1 for a sign, exp (a + b) = exp a exp b, sgn (a b) = sgn a sgn b. *)

Definition qadd (a b : Q) : Q :=
  match Qden a, Qden b with xH, xH => Qmake (Qnum a + Qnum b) 1 | _, _ => Qred (a + b) end.
Definition qmul (a b : Q) : Q :=
  match Qden a, Qden b with xH, xH => Qmake (Qnum a * Qnum b) 1 | _, _ => Qred (a * b) end.

Lemma Q2R_red : forall a, Q2R (Qred a) = Q2R a.
Proof. intro a; apply Qeq_eqR, Qred_correct. Qed.

Lemma Q2R_integer : forall z, Q2R (Qmake z 1) = IZR z.
Proof. intro z; unfold Q2R; simpl; field. Qed.

Lemma qadd_ok : forall a b, Q2R (qadd a b) = Q2R a + Q2R b.
Proof.
  intros [a c] [b d]; unfold qadd; cbn [Qnum Qden].
  destruct c, d; try (rewrite Q2R_red; apply Q2R_plus); rewrite !Q2R_integer; apply plus_IZR.
Qed.

Lemma qmul_ok : forall a b, Q2R (qmul a b) = Q2R a * Q2R b.
Proof.
  intros [a c] [b d]; unfold qmul; cbn [Qnum Qden].
  destruct c, d; try (rewrite Q2R_red; apply Q2R_mult); rewrite !Q2R_integer; apply mult_IZR.
Qed.

Definition qsub (a b : Q) : Q := qadd a (Qopp b).

Lemma morphism : ring_morph 0 1 Rplus Rmult Rminus Ropp eq
  0%Q 1%Q qadd qmul qsub Qopp Qeq_bool Q2R.
Proof.
  constructor; intros; unfold qsub; rewrite ?qadd_ok, ?Q2R_opp, ?qmul_ok, ?Q2R_integer; try reflexivity.
  apply Qeq_eqR, Qeq_bool_eq; assumption.
Qed.

Definition almost : almost_ring_theory 0 1 Rplus Rmult Rminus Ropp eq :=
  Rth_ARth (Eqsth R) (Eq_ext Rplus Rmult Ropp) RTheory.

Definition poly := Pol Q.
Definition constant (c : Q) : poly := Pc c.
Definition integer (z : Z) : poly := Pc (Qmake z 1).
Definition padd : poly -> poly -> poly := Padd 0%Q qadd Qeq_bool.
Definition pmul : poly -> poly -> poly := Pmul 0%Q 1%Q qadd qmul Qeq_bool.
Definition pscale : poly -> Q -> poly := PmulC 0%Q 1%Q qmul Qeq_bool.
Definition peq : poly -> poly -> bool := Peq Qeq_bool.
Definition var (i : positive) : poly := mk_X 0%Q 1%Q i.
Definition ev (l : list R) (P : poly) : R := Pphi 0 Rplus Rmult Q2R l P.
Definition entry_of (l : list R) (i : positive) : R := hd 0 (jump i (0 :: l)).

Lemma padd_ok : forall l P Q, ev l (padd P Q) = ev l P + ev l Q.
Proof. intros; apply (Padd_ok (Eqsth R) (Eq_ext _ _ _) almost morphism). Qed.
Lemma pmul_ok : forall l P Q, ev l (pmul P Q) = ev l P * ev l Q.
Proof. intros; apply (Pmul_ok (Eqsth R) (Eq_ext _ _ _) almost morphism). Qed.
Lemma pscale_ok : forall l P c, ev l (pscale P c) = ev l P * Q2R c.
Proof. intros; apply (PmulC_ok (Eqsth R) (Eq_ext _ _ _) almost morphism). Qed.
Lemma shift_ok : forall l j P, ev l (mkPinj j P) = ev (jump j l) P.
Proof. intros l j P; exact (@mkPinj_ok R 0 Rplus Rmult eq (Eqsth R) Q Q2R j l P). Qed.
Lemma peq_ok : forall P Q, peq P Q = true -> forall l, ev l P = ev l Q.
Proof. intros P Q E; exact (Peq_ok (Eqsth R) (Eq_ext _ _ _) morphism P Q E). Qed.
Lemma constant_ok : forall l c, ev l (constant c) = Q2R c.
Proof. reflexivity. Qed.
Lemma integer_ok : forall l z, ev l (integer z) = IZR z.
Proof. intros; apply Q2R_integer. Qed.

Lemma jump_cons : forall i (x : R) l, jump (Pos.succ i) (x :: l) = jump i l.
Proof. intros i x l; rewrite jump_succ; exact (jump_tl i (x :: l)). Qed.

Lemma var_ok : forall l i, ev l (var i) = entry_of l i.
Proof.
  intros l i; transitivity (BinList.nth 0 i l).
  - symmetry; exact (mkX_ok (Eqsth R) (Eq_ext _ _ _) almost morphism i l).
  - exact (nth_jump 0 i (0 :: l)).
Qed.

Fixpoint ppow (P : poly) (n : nat) : poly :=
  match n with O => integer 1 | 1%nat => P | S m => pmul P (ppow P m) end.

Lemma ppow_ok : forall l P n, ev l (ppow P n) = ev l P ^ n.
Proof.
  intros l P; induction n as [|[|n] IH]; [apply integer_ok | simpl; ring|].
  change (ppow P (S (S n))) with (pmul P (ppow P (S n))); rewrite pmul_ok, IH; reflexivity.
Qed.

Lemma pow_pos_nat : forall x i, pow_pos Rmult x i = x ^ Pos.to_nat i.
Proof.
  intros x i; induction i using Pos.peano_ind; [simpl; ring|].
  rewrite Pos2Nat.inj_succ; simpl; rewrite <- IHi.
  apply (pow_pos_succ (Eqsth R) (fun a b E c d F => f_equal2 Rmult E F)).
  intros; ring.
Qed.

Inductive kind := KInv | KExp | KLog | KRoot (q : positive) | KSign.

Definition applied (k : kind) : R -> R :=
  match k with KInv => Rinv | KExp => exp | KLog => ln | KRoot q => root q | KSign => sgn end.

Definition same_kind (j k : kind) : bool :=
  match j, k with
  | KInv, KInv | KExp, KExp | KLog, KLog | KSign, KSign => true
  | KRoot q, KRoot r => Pos.eqb q r
  | _, _ => false
  end.

Lemma same_kind_ok : forall j k, same_kind j k = true -> j = k.
Proof. destruct j, k; simpl; try congruence; intro E; apply Pos.eqb_eq in E; congruence. Qed.

Definition table := list (kind * poly).

Fixpoint env (base : list R) (T : table) : list R :=
  match T with [] => base | (k, e) :: T => applied k (ev (env base T) e) :: env base T end.

(* The number of the element that is a function of a polynomial. *)
Fixpoint find (k : kind) (P : poly) (T : table) (j : positive) : option positive :=
  match T with
  | [] => None
  | (k', e) :: T =>
      if same_kind k' k then if peq (mkPinj j e) P then Some j else find k P T (Pos.succ j)
      else find k P T (Pos.succ j)
  end.

Lemma jump_next : forall j (l rest : list R) x,
  jump j (0 :: l) = x :: rest -> jump (Pos.succ j) (0 :: l) = rest.
Proof. intros j l rest x E; rewrite jump_succ, E; reflexivity. Qed.

Lemma jump_after : forall j (l : list R), jump (Pos.succ j) (0 :: l) = jump j l.
Proof. intros; apply jump_cons. Qed.

Lemma find_ok : forall base k P l T j i, jump j (0 :: l) = env base T -> find k P T j = Some i ->
  entry_of l i = applied k (ev l P).
Proof.
  intros base k P l; induction T as [|[k' e] T IH]; intros j i J F; simpl in *; [discriminate|].
  destruct (same_kind k' k) eqn:K; [|apply (IH (Pos.succ j)); [eapply jump_next, J | exact F]].
  destruct (peq (mkPinj j e) P) eqn:E; [|apply (IH (Pos.succ j)); [eapply jump_next, J | exact F]].
  injection F as <-; apply same_kind_ok in K; subst; unfold entry_of; rewrite J; simpl.
  rewrite <- (peq_ok _ _ E), shift_ok, <- jump_after, (jump_next _ _ _ _ J); reflexivity.
Qed.
