(* The elements that an expression needs are added to a table. Nothing is proved of this: without an element
   there is no normal form, and a needless one does no harm. *)
Section Collecting.
Variable N : nat.
Variable known : domain.

Definition lifted (new old : table) (P : poly) : poly :=
  match (length new - length old)%nat with O => P | S d => mkPinj (Pos.of_succ_nat d) P end.

Definition add_element (k : kind) (x : poly) (T : table) : table :=
  match find k x T 1 with Some _ => T | None => (k, x) :: T end.

Definition add_function (k : kind) (a : expr) (T : table) : table :=
  match k, norm N known T a with
  | KInv, Some (Pc _) | _, None => T
  | _, Some x => add_element k x T
  end.

Definition add_exponential (old : table) (T : table) (t : term) : table :=
  let argument := pscale (monomial (fst t)) (Qmake 1 (Qden (snd t))) in
  let U := add_element KExp (lifted T old argument) T in
  match Qnum (snd t), find KExp (lifted U old argument) U 1 with
  | Zneg _, Some i => add_element KInv (var i) U
  | _, _ => U
  end.

Fixpoint add_signs (fuel : nat) (old : table) (x : poly) (T : table) : table :=
  match fuel with
  | O => T
  | S fuel =>
      let add T i := add_element KSign (lifted T old (var i)) T in
      let visit T '(i, n) :=
        if Z.even (Zpos n) then T
        else match entry old i with
        | Some (KInv, e) => add_signs fuel old (mkPinj i e) T
        | Some (KLog, _) => add T i
        | Some _ => T
        | None =>
            match lookup (pred (Pos.to_nat i) - length old) known with Some _ => T | None => add T i end
        end in
      let U := fold_left (fun T t => fold_left visit (fst t) T) (terms x) T in
      let y := lifted U old x in
      match sign_of known U (S (length U)) y, terms y with
      | None, (_, c) :: _ => add_element KSign (pscale y (Qinv c)) U
      | _, _ => U
      end
  end.

Fixpoint collect (e : expr) (T : table) : table :=
  match e with
  | Const _ | Var _ => T
  | Add a b => collect b (collect a T)
  | Mul a b => if null a || null b then T else collect b (collect a T)
  | Inv a => add_function KInv a (collect a T)
  | Log a => add_function KInv a (add_function KLog a (collect a T))
  | Root q a => add_function KInv a (add_function (KRoot q) a (collect a T))
  | Exp a =>
      let T := collect a T in
      match norm N known T a with Some x => fold_left (add_exponential T) (terms x) T | None => T end
  | Sign a =>
      let T := collect a T in
      match norm N known T a with Some x => add_signs (S (length T)) T x T | None => T end
  end.

Fixpoint norms (T : table) (es : list expr) : option (list poly) :=
  match es with
  | [] => Some []
  | e :: es => bind (norm N known T e) (fun x => option_map (cons x) (norms T es))
  end.

(* Whether every first expression changes at the rate that the second one is, wherever all has a value. *)
Definition checked (maps rates : list expr) (claims : list (expr * expr)) : bool :=
  let T := fold_right collect [] (map fst claims ++ map snd claims ++ maps ++ rates) in
  let hypotheses := needed N known T (maps ++ rates) in
  match norms T rates with
  | None => false
  | Some rs =>
      forallb (fun '(h, c) =>
        match dual N known T rs h, norm N known T c with
        | Some (_, x), Some y =>
            is_zero (flags (needed N known T [h] ++ hypotheses) T T 1) T (padd x (pscale y (-1)))
        | _, _ => false
        end) claims
  end.
End Collecting.

Lemma norms_ok : forall N known p, inside p known -> forall T rates rs,
  Forall (defined p) rates -> norms N known T rates = Some rs ->
  forall n, ev (env (map p (seq 0 N)) T) (List.nth n rs (integer 0)) = velocity rates p n.
Proof.
  intros N known p K T; induction rates as [|r rates IH]; intros rs F E n; cbn [norms] in E.
  - injection E as <-; destruct n; apply integer_ok.
  - destruct (norm N known T r) as [y|] eqn:Y; cbn [bind] in E; [|discriminate].
    destruct (norms N known T rates) as [ys|]; cbn [option_map] in E; [|discriminate].
    injection E as <-; inversion F; subst; destruct n.
    + apply (norm_ok N known p K T r y); assumption.
    + exact (IH ys H2 eq_refl n).
Qed.

Theorem checked_ok : forall N known maps rates claims, checked N known maps rates claims = true ->
  forall n h c, nth_error claims n = Some (h, c) ->
  forall p, inside p known -> Forall (defined p) (maps ++ rates) -> defined p h -> defined p c ->
  value p (along rates h) = value p c.
Proof.
  intros N known maps rates claims C n h c M p K D DH DC; unfold checked in C.
  assert (DR : Forall (defined p) rates) by (apply Forall_app in D; apply D).
  set (T := fold_right _ _ _) in C.
  destruct (norms N known T rates) as [rs|] eqn:R; [|discriminate].
  rewrite forallb_forall in C; specialize (C _ (nth_error_In _ _ M)); cbv beta iota in C.
  destruct (dual N known T rs h) as [[z x]|] eqn:X; [|discriminate].
  destruct (norm N known T c) as [y|] eqn:Y; [|discriminate].
  apply (is_zero_ok (map p (seq 0 N))) in C.
  - rewrite padd_ok, pscale_ok, (norm_ok N known p K _ _ _ DC Y) in C.
    destruct (dual_ok N known p K T rs _ (norms_ok N known p K T rates rs DR R) h z x DH X) as [_ B].
    rewrite B, <- along_is_rate in C; change (-1)%Q with (Qmake (-1) 1) in C; rewrite Q2R_integer in C; lra.
  - apply flags_ok; [|reflexivity]; apply Forall_app; split; apply needed_ok; auto.
Qed.

(* Expressions that have a value everywhere. *)
Fixpoint plain (e : expr) : bool :=
  match e with
  | Const _ | Var _ => true
  | Add a b | Mul a b => plain a && plain b
  | Exp a => plain a
  | Inv (Const z) | Sign (Const z) => negb (Z.eqb z 0)
  | Log (Const z) | Root _ (Const z) => Z.ltb 0 z
  | _ => false
  end.

Lemma plain_ok : forall e, plain e = true -> forall p, defined p e.
Proof.
  induction e; simpl; intros E p; auto; try (apply andb_prop in E; destruct E; auto);
    destruct e; try discriminate; simpl; split; auto;
    try (apply not_0_IZR; intros ->; discriminate); apply IZR_lt, Z.ltb_lt, E.
Qed.

Lemma plain_all_ok : forall es, forallb plain es = true -> forall p, Forall (defined p) es.
Proof. intros es E p; apply Forall_forall; intros e M; rewrite forallb_forall in E; apply plain_ok, E, M. Qed.
