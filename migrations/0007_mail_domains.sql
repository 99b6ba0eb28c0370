-- `username_key` and `email_key` hold mail domains in their ASCII form (xn--…) since this version, so that
-- both spellings of an internationalized domain are one address. SQL cannot write that form: the code that
-- applies this migration does (store/users.rs, `fold_again`), once, row by row.
SELECT 1;
