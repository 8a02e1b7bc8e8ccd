-- C2: institutions in one dated tree.
create table institution (
  id                 bigint generated always as identity primary key,
  code               text not null unique check (code ~ '^[A-Z0-9]+$'),
  kind               text not null check (kind in ('DIRECTORATE', 'STATE_OFFICE', 'DIVISION', 'CDEO', 'DEO_ELEMENTARY',
                       'DEO_SECONDARY', 'ADPC', 'DISTRICT_OFFICE', 'CBEO', 'SCHOOL')),
  category           text check (category in ('ELEMENTARY', 'SECONDARY')),
  name               text not null,
  name_hi            text,
  locality           text,
  district           text,
  pincode            text,
  management         text,
  urban              boolean not null default false,
  participates       boolean not null default true,
  provisional        boolean not null default false,
  calendar_group     text,
  latitude           double precision check (latitude between -90 and 90),
  longitude          double precision check (longitude between -180 and 180),
  coordinate_quality text check (coordinate_quality in ('SURVEYED', 'IMPORTED', 'SUSPECT')),
  coordinate_doubt   text,
  -- today's ancestors, root first, itself last: a projection of institution_parent, kept by refresh_institution_paths()
  path               bigint[] not null default '{}',
  check ((kind = 'SCHOOL') = (category is not null)),
  check ((latitude is null) = (longitude is null)),
  check ((latitude is null) = (coordinate_quality is null))
);
create index institution_path on institution (path);
grant update on institution to panjika_app;

create table institution_parent (
  institution_id bigint not null references institution,
  parent_id      bigint not null references institution check (parent_id <> institution_id),
  during         daterange not null check (not isempty(during)),
  exclude using gist (institution_id with =, during with &&)
);
create index institution_parent_parent on institution_parent (parent_id);
grant update on institution_parent to panjika_app;

-- The tree as it stood on a day. A ring of parents is cut, never walked for ever.
create function institution_tree(on_day date) returns table (institution_id bigint, path bigint[])
  language sql stable rows 100000 as $$
    with recursive tree as (
      select i.id, array[i.id] as path
        from institution i
       where not exists (select from institution_parent p where p.institution_id = i.id and p.during @> on_day)
      union all
      select p.institution_id, t.path || p.institution_id
        from tree t join institution_parent p on p.parent_id = t.id and p.during @> on_day
       where p.institution_id <> all (t.path))
    select id, path from tree
  $$;

create function refresh_institution_paths(on_day date) returns integer language sql as $$
  with changed as (
    update institution i set path = t.path
      from institution_tree(on_day) t
     where t.institution_id = i.id and i.path <> t.path
    returning 1)
  select count(*)::int from changed
$$;

-- C1: what differs between states is a dated setting of a node, inherited downwards; a regime is a named set of them.
create table setting (
  institution_id bigint not null references institution,
  name           text not null,
  value          text not null,
  during         daterange not null check (not isempty(during)),
  exclude using gist (institution_id with =, name with =, during with &&)
);
grant update on setting to panjika_app;

create table regime_setting (
  regime text not null,
  kind   text not null default '*' check (kind in ('*', 'OFFICE', 'SCHOOL')),
  name   text not null,
  value  text not null,
  during daterange not null default '(,)',
  rule   text not null,
  exclude using gist (regime with =, kind with =, name with =, during with &&)
);
grant update on regime_setting to panjika_app;

-- DEFAULT is what holds where no regime is set.
insert into regime_setting (regime, kind, name, value, rule) values
  ('DEFAULT', 'OFFICE', 'attendanceMode', 'ROLL', 'C6'),
  ('DEFAULT', 'SCHOOL', 'attendanceMode', 'MARKS_AND_ROLL', 'C6'),
  ('DEFAULT', '*', 'paperRegister', 'PARALLEL', 'UP-9'),
  ('DEFAULT', '*', 'geofenceRadius', '500', 'BR-2'),
  ('DEFAULT', '*', 'photo', 'REQUIRED', 'BR-4'),
  ('RJ', 'OFFICE', 'attendanceMode', 'ROLL', 'RJ-1, C6'),
  ('RJ', 'SCHOOL', 'attendanceMode', 'ROLL', 'RJ-1, C6'),
  ('BR', 'OFFICE', 'attendanceMode', 'ROLL', 'C6'),
  ('BR', 'SCHOOL', 'attendanceMode', 'MARKS_AND_ROLL', 'BR-1, BR-6, C6'),
  ('UP', 'OFFICE', 'attendanceMode', 'ROLL', 'C6'),
  ('UP', 'SCHOOL', 'attendanceMode', 'MARKS_AND_ROLL', 'UP-4, C6'),
  ('VN', 'OFFICE', 'attendanceMode', 'ROLL', 'C6'),
  ('VN', 'SCHOOL', 'attendanceMode', 'ROLL', 'C6'),
  ('RJ', '*', 'paperRegister', 'FIRST', 'UP-9, RJ-1'),
  ('BR', '*', 'paperRegister', 'PARALLEL', 'UP-9, BR-16'),
  ('UP', '*', 'paperRegister', 'PROHIBITED', 'UP-9'),
  ('VN', '*', 'paperRegister', 'PARALLEL', 'UP-9'),
  ('RJ', '*', 'geofenceRadius', '500', 'BR-2'),
  ('BR', '*', 'geofenceRadius', '500', 'BR-2'),
  ('UP', '*', 'geofenceRadius', '500', 'BR-2'),
  ('VN', '*', 'geofenceRadius', '500', 'BR-2'),
  ('RJ', '*', 'photo', 'REQUIRED', 'BR-4'),
  ('BR', '*', 'photo', 'REQUIRED', 'BR-4'),
  ('UP', '*', 'photo', 'REQUIRED', 'BR-4'),
  ('VN', '*', 'photo', 'REQUIRED', 'BR-4');

-- The settings in force at every node on a day: the nearest node that says something wins, its own word before its regime's.
create function settings_in_force(on_day date) returns table (institution_id bigint, name text, value text)
  language sql stable rows 100000 as $$
    with said as (
      select s.institution_id, '*' as kind, s.name, s.value, 0 as rank
        from setting s where s.during @> on_day
      union all
      select s.institution_id, r.kind, r.name, r.value, case r.kind when '*' then 2 else 1 end
        from setting s join regime_setting r on r.regime = s.value and r.during @> on_day
       where s.name = 'regime' and s.during @> on_day
      union all
      select i.id, r.kind, r.name, r.value, case r.kind when '*' then 4 else 3 end
        from institution i join regime_setting r on r.regime = 'DEFAULT' and r.during @> on_day
       where array_length(i.path, 1) = 1)
    select distinct on (i.id, said.name) i.id, said.name, said.value
      from institution i
           cross join lateral unnest(i.path) with ordinality as ancestor (id, depth)
           join said on said.institution_id = ancestor.id
                    and said.kind in ('*', case i.kind when 'SCHOOL' then 'SCHOOL' else 'OFFICE' end)
     order by i.id, said.name, ancestor.depth desc, said.rank
  $$;

create table staff (
  id            bigint generated always as identity primary key,
  employee_code text not null unique check (employee_code ~ '^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$'),
  name          text not null,
  name_hi       text,
  gender        text check (gender in ('F', 'M', 'X')),
  designation   text not null,
  cadre         text not null check (cadre in ('VACATION', 'NON_VACATION')),
  phone         text,
  email         text,
  joined_on     date
);
grant update on staff to panjika_app;

-- C5: service states, dated. No row: ACTIVE.
create table service_state (
  staff_id bigint not null references staff,
  state    text not null check (state in ('ACTIVE', 'SUSPENDED', 'AWAITING_POSTING', 'IN_TRANSIT', 'RETIRED', 'DECEASED',
             'RESIGNED')),
  during   daterange not null check (not isempty(during)),
  exclude using gist (staff_id with =, during with &&)
);
grant update on service_state to panjika_app;

create table posting (
  id             bigint generated always as identity primary key,
  staff_id       bigint not null references staff,
  institution_id bigint not null references institution,
  during         daterange not null check (not isempty(during)),
  order_number   text,
  exclude using gist (staff_id with =, during with &&)
);
create index posting_institution on posting (institution_id);
grant update on posting to panjika_app;

-- C5: a deputation to an institution on the portal, or to an office that is not on it (place). Weekdays 1 = Monday.
create table deputation (
  id             bigint generated always as identity primary key,
  staff_id       bigint not null references staff,
  institution_id bigint references institution,
  place          text,
  during         daterange not null check (not isempty(during)),
  weekdays       smallint[],
  session        text check (session in ('FORENOON', 'AFTERNOON')),
  order_number   text,
  check ((institution_id is null) <> (place is null))
);
create index deputation_staff on deputation (staff_id);
grant update on deputation to panjika_app;

-- C3: who holds which seat. HEAD is the seat at the head of the institution, whatever its kind.
create table charge (
  id             bigint generated always as identity primary key,
  staff_id       bigint not null references staff,
  kind           text not null check (kind in ('HEAD', 'PEEO', 'DDO', 'DPO_ESTABLISHMENT', 'PMU',
                   'DIRECTORATE_ESTABLISHMENT', 'BSA', 'CDO', 'DM', 'SRG', 'ARP')),
  institution_id bigint not null references institution,
  during         daterange not null check (not isempty(during)),
  basis          text not null check (basis in ('SUBSTANTIVE', 'ADDITIONAL', 'OFFICIATING')),
  may_act        boolean not null default true,
  exclude using gist (kind with =, institution_id with =, during with &&) where (basis <> 'OFFICIATING'),
  exclude using gist (kind with =, institution_id with =, during with &&) where (basis = 'OFFICIATING')
);
create index charge_staff on charge (staff_id);
grant update on charge to panjika_app;

-- C3: the holder of each seat on a day; officiating prevails while it runs. The head of a nodal school is its PEEO
-- unless another person is named by order.
create function seats(on_day date)
  returns table (kind text, institution_id bigint, staff_id bigint, basis text, may_act boolean) language sql stable as $$
    select distinct on (c.kind, c.institution_id) c.kind, c.institution_id, c.staff_id, c.basis, c.may_act
      from charge c
     where c.during @> on_day
     order by c.kind, c.institution_id, c.basis = 'OFFICIATING' desc
  $$;
