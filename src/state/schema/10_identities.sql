-- Of who logs in at another server: a keyed digest of who they are there. None of who has a password here.
alter table user add column identity blob;
create unique index user_identity on user (identity) where identity is not null;
