-- domain 1.2, 2.3: what one kind may be joined to may be joined to it. Casual leave, its special kind and compensatory leave go
-- together and with no other; every other kind of a regime with every other. Rows that a list has changed since stay as they are.
update leave_type t set joins = n.joins::text[]
  from (values
    ('RJ', '{HPL,COM,PL,ML,LWP}', '{HPL,COM,PL,ML,PTL,CCL,STL,QL,LWP}'),
    ('RJ', '{HPL,COM,PL,ML,LWP,CCL}', '{HPL,COM,PL,ML,PTL,CCL,STL,QL,LWP}'),
    ('BR', '{EL,HPL,COM,ML,LWP}', '{EL,HPL,COM,ML,PTL,CCL,STL,LWP}'),
    ('BR', '{EL,HPL,COM,ML,LWP,CCL}', '{EL,HPL,COM,ML,PTL,CCL,STL,LWP}'),
    ('RJ', null, '{HPL,COM,PL,ML,PTL,CCL,STL,QL,LWP}'),
    ('BR', null, '{EL,HPL,COM,ML,PTL,CCL,STL,LWP}'),
    ('UP', null, '{MED,EL,ML,CCL,LWP}')) n (regime, before, joins)
 where t.regime = n.regime and t.joins is not distinct from n.before::text[] and t.code = any (n.joins::text[]);
