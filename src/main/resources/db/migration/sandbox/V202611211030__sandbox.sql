-- The sandbox's own clock: it must stand where it stood when the system starts again. One row at most.
create table sandbox_clock (
  singleton boolean primary key default true check (singleton),
  instant   timestamptz not null,
  running   boolean not null,
  -- real time at which the clock was set, from which a running clock counts on
  set_at    timestamptz not null
);
grant update on sandbox_clock to panjika_app;

create table sandbox_cast (
  login    text primary key,
  password text not null,
  position int not null,
  roles    text[] not null
);
