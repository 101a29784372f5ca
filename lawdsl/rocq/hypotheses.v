(* What is needed for an expression to have a value: that others are positive (true) or not zero (false). *)
Fixpoint needs (e : expr) : list (bool * expr) :=
  match e with
  | Const _ | Var _ => []
  | Add a b | Mul a b => needs a ++ needs b
  | Inv a | Sign a => (false, a) :: needs a
  | Exp a => needs a
  | Log a | Root _ a => (true, a) :: needs a
  end.

Definition holds (x : R) (positive : bool) : Prop := if positive then 0 < x else x <> 0.

Lemma needs_ok : forall p e, defined p e ->
  Forall (fun '(b, a) => defined p a /\ holds (value p a) b) (needs e).
Proof. intros p; induction e; simpl; intro D; try apply Forall_app; intuition; constructor; simpl; auto. Qed.

Definition needed (N : nat) (known : domain) (T : table) (es : list expr) : list (bool * poly) :=
  fold_right (fun '(b, e) found =>
    match norm N known T e with
    | Some x => if existsb (fun '(c, y) => eqb b c && peq x y) found then found else (b, x) :: found
    | None => found
    end) [] (flat_map needs es).

Lemma needed_ok : forall p N known T es, inside p known -> Forall (defined p) es ->
  Forall (fun '(b, x) => holds (ev (env (map p (seq 0 N)) T) x) b) (needed N known T es).
Proof.
  intros p N known T es K D; unfold needed.
  assert (F : Forall (fun '(b, a) => defined p a /\ holds (value p a) b) (flat_map needs es)).
  { induction D; simpl; [constructor|]; apply Forall_app; split; [apply needs_ok; assumption | assumption]. }
  clear D; induction F as [|[b e] rest [D H] F IH]; simpl; [constructor|].
  destruct (norm N known T e) eqn:E; [|exact IH].
  destruct (existsb _ _); [exact IH|]; constructor; [|exact IH].
  rewrite (norm_ok N known p K T e _ D E); exact H.
Qed.

(* Whether an element has its relation: its argument is not zero, and positive if it is a root. *)
Definition last_variable (P : poly) : positive :=
  match P with Pinj j _ => Pos.succ j | _ => 1%positive end.

Definition divides (i : positive) (P : poly) : bool :=
  forallb (fun t => existsb (fun '(j, n) => Pos.eqb i j) (fst t)) (terms P) && peq (sum_of (terms P)) P.

Definition justified (hypotheses : list (bool * poly)) (T : table) (k : kind) (E : poly) : bool :=
  match k with
  | KRoot _ => existsb (fun '(b, x) => b && peq x E) hypotheses
  | KInv | KSign =>
      existsb (fun '(_, x) => peq x E) hypotheses ||
      (let i := last_variable E in peq E (var i) &&
        (match entry T i with Some ((KExp | KRoot _), _) => true | _ => false end ||
         existsb (fun '(_, x) => divides i x) hypotheses))
  | _ => false
  end.

Fixpoint flags (hypotheses : list (bool * poly)) (all T : table) (j : positive) : list bool :=
  match T with
  | [] => []
  | (k, e) :: T => justified hypotheses all k (mkPinj j e) :: flags hypotheses all T (Pos.succ j)
  end.

Definition relation (k : kind) (x : R) : Prop :=
  match k with KInv | KSign => x <> 0 | KRoot _ => 0 < x | _ => True end.

Fixpoint sound (base : list R) (fs : list bool) (T : table) : Prop :=
  match fs, T with
  | f :: fs, (k, e) :: T => (f = true -> relation k (ev (env base T) e)) /\ sound base fs T
  | _, _ => True
  end.

Lemma divides_ok : forall l i P, divides i P = true -> ev l P <> 0 -> entry_of l i <> 0.
Proof.
  intros l i P E NZ Z; apply NZ; clear NZ; apply andb_prop in E; destruct E as [E F].
  rewrite <- (peq_ok _ _ F); clear F; induction (terms P) as [|[m c] ts IH]; [apply integer_ok|].
  cbn [forallb fst] in E; apply andb_prop in E; destruct E as [E F].
  cbn [sum_of fold_right]; fold (sum_of ts); rewrite padd_ok, pscale_ok, (IH F), Rplus_0_r.
  replace (ev l (monomial m)) with 0; [ring|]; clear IH F.
  induction m as [|[j n] m IH]; [discriminate|]; cbn [existsb] in E; cbn [monomial fold_right].
  rewrite pmul_ok, ppow_ok, var_ok; fold (monomial m); apply orb_prop in E; destruct E as [E|E].
  - apply Pos.eqb_eq in E; subst; rewrite Z, pow_i by apply Pos2Nat.is_pos; ring.
  - rewrite <- (IH E); ring.
Qed.

Lemma holds_not_zero : forall b x, holds x b -> x <> 0.
Proof. intros [] x; simpl; lra. Qed.

Lemma justified_ok : forall base T hypotheses k E, let l := env base T in
  Forall (fun '(b, x) => holds (ev l x) b) hypotheses ->
  justified hypotheses T k E = true -> relation k (ev l E).
Proof.
  intros base T hypotheses k E l H J; rewrite Forall_forall in H.
  assert (A : existsb (fun '(_, x) => peq x E) hypotheses ||
      (let i := last_variable E in peq E (var i) &&
        (match entry T i with Some ((KExp | KRoot _), _) => true | _ => false end ||
         existsb (fun '(_, x) => divides i x) hypotheses)) = true -> ev l E <> 0).
  { intro B; apply orb_prop in B; destruct B as [B|B].
    - apply existsb_exists in B; destruct B as [[b x] [M B]]; rewrite <- (peq_ok _ _ B).
      apply (holds_not_zero b), (H (b, x) M).
    - cbv zeta in B; apply andb_prop in B; destruct B as [B C]; rewrite (peq_ok _ _ B), var_ok.
      apply orb_prop in C; destruct C as [C|C].
      + destruct (entry T _) as [[k' e]|] eqn:F; [|discriminate]; apply (entry_ok base) in F.
        unfold l; rewrite F; destruct k'; try discriminate; apply Rgt_not_eq;
          [apply exp_pos | apply root_positive].
      + apply existsb_exists in C; destruct C as [[b x] [M C]].
        apply (divides_ok _ _ _ C), (holds_not_zero b), (H (b, x) M). }
  destruct k; simpl in *; auto.
  apply existsb_exists in J; destruct J as [[b x] [M J]]; apply andb_prop in J; destruct J as [-> J].
  rewrite <- (peq_ok _ _ J); exact (H _ M).
Qed.

Lemma flags_ok : forall base all hypotheses, let l := env base all in
  Forall (fun '(b, x) => holds (ev l x) b) hypotheses ->
  forall T j, jump j (0 :: l) = env base T -> sound base (flags hypotheses all T j) T.
Proof.
  intros base all hypotheses l H; induction T as [|[k e] T IH]; intros j J; simpl; [exact I|]; split.
  - intro F; apply (justified_ok base _ _ _ _ H) in F; rewrite shift_ok in F.
    fold l in F; rewrite <- jump_after, (jump_next _ _ _ _ J) in F; exact F.
  - apply IH, (jump_next _ _ _ _ J).
Qed.
