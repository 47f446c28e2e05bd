-- What of the log was told more than once: how often, and when last. The log itself stays only added to.
create table audit_repeat (
    audit_id integer primary key references audit (id) on delete cascade,
    times integer not null,
    last_at text not null
) strict;

create index audit_throttled on audit (address, user, id) where action = 'login_throttled';

-- Lines go only while the program lets the oldest go by the settings, in one transaction, and says so in the log.
create table audit_retention (
    id integer primary key check (id = 1),
    is_open integer not null default 0
) strict;
insert into audit_retention (id) values (1);

drop trigger audit_is_kept;
create trigger audit_is_kept before delete on audit when not (select is_open from audit_retention)
begin select raise(abort, 'the audit log is only added to'); end;

-- Signs what a browser is known by that came in before. One row.
create table device_key (
    id integer primary key check (id = 1),
    key blob not null
) strict;
