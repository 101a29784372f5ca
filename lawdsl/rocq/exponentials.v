(* The terms of a polynomial: coefficients and powers of variables. What is used of them is checked. *)
Definition term := (list (positive * positive) * Q)%type.

Definition shifted (j : positive) (t : term) : term := (map (fun '(i, n) => (Pos.add j i, n)) (fst t), snd t).
Definition times_first (n : positive) (t : term) : term :=
  match fst t with
  | (xH, m) :: rest => ((xH, Pos.add m n) :: rest, snd t)
  | rest => ((xH, n) :: rest, snd t)
  end.

Fixpoint terms (P : poly) : list term :=
  match P with
  | Pc c => if Qeq_bool c 0 then [] else [([], c)]
  | Pinj j Q => map (shifted j) (terms Q)
  | PX P i Q => map (times_first i) (terms P) ++ map (shifted 1) (terms Q)
  end.

Definition monomial (m : list (positive * positive)) : poly :=
  fold_right (fun '(i, n) P => pmul (ppow (var i) (Pos.to_nat n)) P) (integer 1) m.

Definition bind {A B} (x : option A) (f : A -> option B) : option B :=
  match x with Some a => f a | None => None end.

(* exp (n m / d) is the n-th power of exp (m / d), or of its inverse. *)
Definition exp_term (T : table) (t : term) : option (poly * poly) :=
  let '(m, c) := t in
  let argument := pscale (monomial m) (Qmake 1 (Qden c)) in
  bind (find KExp argument T 1) (fun i =>
    match Qnum c with
    | Zpos n => Some (pscale argument (Qmake (Zpos n) 1), ppow (var i) (Pos.to_nat n))
    | Zneg n => bind (find KInv (var i) T 1) (fun j =>
        Some (pscale argument (Qmake (Zneg n) 1), ppow (var j) (Pos.to_nat n)))
    | Z0 => None
    end).

Fixpoint exp_terms (T : table) (ts : list term) : option (poly * poly) :=
  match ts with
  | [] => Some (integer 0, integer 1)
  | t :: ts => bind (exp_term T t) (fun '(a, x) => bind (exp_terms T ts) (fun '(b, y) =>
      Some (padd a b, pmul x y)))
  end.

Definition exponential (T : table) (P : poly) : option poly :=
  bind (exp_terms T (terms P)) (fun '(sum, result) => if peq sum P then Some result else None).

Lemma exp_power : forall n x, exp (x * INR n) = exp x ^ n.
Proof.
  induction n; intro x; [simpl; rewrite Rmult_0_r; apply exp_0|].
  rewrite S_INR, Rmult_plus_distr_l, exp_plus, IHn, Rmult_1_r; simpl; ring.
Qed.

Lemma INR_pos : forall n, INR (Pos.to_nat n) = IZR (Zpos n).
Proof. intro n; rewrite INR_IZR_INZ, positive_nat_Z; reflexivity. Qed.

Lemma exp_term_ok : forall base T t a x, let l := env base T in
  exp_term T t = Some (a, x) -> exp (ev l a) = ev l x.
Proof.
  intros base T [m c] a x l; subst l; unfold exp_term.
  destruct (find KExp _ T 1) as [i|] eqn:F; simpl; [|discriminate].
  apply (find_ok base _ _ (env base T)) in F; [|reflexivity].
  destruct (Qnum c) as [|n|n]; [discriminate| |].
  - intro E; injection E as <- <-; rewrite pscale_ok, ppow_ok, var_ok, F, Q2R_integer, <- INR_pos.
    apply exp_power.
  - destruct (find KInv _ T 1) as [j|] eqn:G; simpl; [|discriminate].
    apply (find_ok base _ _ (env base T)) in G; [|reflexivity].
    intro E; injection E as <- <-; rewrite pscale_ok, ppow_ok, var_ok, G, var_ok, F, Q2R_integer.
    change (Zneg n) with (- Zpos n)%Z; rewrite opp_IZR, <- INR_pos; simpl.
    rewrite <- exp_Ropp, <- exp_power; f_equal; ring.
Qed.

Lemma exp_terms_ok : forall base T ts a x, let l := env base T in
  exp_terms T ts = Some (a, x) -> exp (ev l a) = ev l x.
Proof.
  intros base T; induction ts as [|t ts IH]; intros a x l E; subst l; simpl in E.
  - injection E as <- <-; rewrite !integer_ok; apply exp_0.
  - destruct (exp_term T t) as [[b y]|] eqn:F; simpl in E; [|discriminate].
    destruct (exp_terms T ts) as [[c z]|] eqn:G; simpl in E; [|discriminate].
    injection E as <- <-; rewrite padd_ok, pmul_ok, exp_plus.
    rewrite (exp_term_ok base _ _ _ _ F), (IH _ _ eq_refl); reflexivity.
Qed.

Lemma exponential_ok : forall base T P x, let l := env base T in
  exponential T P = Some x -> ev l x = exp (ev l P).
Proof.
  intros base T P x l; subst l; unfold exponential.
  destruct (exp_terms T (terms P)) as [[a y]|] eqn:E; simpl; [|discriminate].
  destruct (peq a P) eqn:F; [|discriminate]; intro G; injection G as <-.
  rewrite <- (peq_ok _ _ F); symmetry; apply (exp_terms_ok base _ _ _ _ E).
Qed.
