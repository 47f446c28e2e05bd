-- Where a user is reached; null for who is not.
alter table user add column mail text;

-- It said that the data was not complete: a complete one may follow, once.
alter table delivery add column is_marked integer not null default 0;
-- The reports' owner knows that it did not arrive, or may not have.
alter table delivery add column is_told integer not null default 0;

-- How many deliveries it put into the outbox that were not there.
alter table run add column added integer not null default 0;

drop index delivery_due;
create index delivery_next on delivery (state, next_at);
create index delivery_parcel on delivery (parcel_id);
