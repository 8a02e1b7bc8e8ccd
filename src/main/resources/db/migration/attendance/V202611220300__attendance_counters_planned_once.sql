-- The same in plpgsql, which keeps the plan of its statement: in sql it was parsed and planned at every mark.
create or replace function move_counters(rows counted[]) returns void language plpgsql as $$
begin
  update institution_day d set
    forenoon_expected         = d.forenoon_expected + c.fe,
    forenoon_present          = d.forenoon_present + c.fp,
    forenoon_absent           = d.forenoon_absent + c.fa,
    forenoon_leave            = d.forenoon_leave + c.fl,
    forenoon_tour             = d.forenoon_tour + c.ft,
    forenoon_duty             = d.forenoon_duty + c.fd,
    forenoon_to_be_confirmed  = d.forenoon_to_be_confirmed + c.fc,
    forenoon_technical        = d.forenoon_technical + c.fx,
    afternoon_expected        = d.afternoon_expected + c.ae,
    afternoon_present         = d.afternoon_present + c.ap,
    afternoon_absent          = d.afternoon_absent + c.aa,
    afternoon_leave           = d.afternoon_leave + c.al,
    afternoon_tour            = d.afternoon_tour + c.at,
    afternoon_duty            = d.afternoon_duty + c.ad,
    afternoon_to_be_confirmed = d.afternoon_to_be_confirmed + c.ac,
    afternoon_technical       = d.afternoon_technical + c.ax
  from (
    select r.day, r.institution_id,
           coalesce(sum(weight) filter (where forenoon <> 'HOLIDAY'), 0) fe,
           coalesce(sum(weight) filter (where forenoon = 'PRESENT'), 0) fp,
           coalesce(sum(weight) filter (where forenoon = 'ABSENT'), 0) fa,
           coalesce(sum(weight) filter (where forenoon = 'LEAVE'), 0) fl,
           coalesce(sum(weight) filter (where forenoon = 'TOUR'), 0) ft,
           coalesce(sum(weight) filter (where forenoon = 'DUTY'), 0) fd,
           coalesce(sum(weight) filter (where forenoon = 'TO_BE_CONFIRMED'), 0) fc,
           coalesce(sum(weight) filter (where forenoon = 'TECHNICAL'), 0) fx,
           coalesce(sum(weight) filter (where afternoon <> 'HOLIDAY'), 0) ae,
           coalesce(sum(weight) filter (where afternoon = 'PRESENT'), 0) ap,
           coalesce(sum(weight) filter (where afternoon = 'ABSENT'), 0) aa,
           coalesce(sum(weight) filter (where afternoon = 'LEAVE'), 0) al,
           coalesce(sum(weight) filter (where afternoon = 'TOUR'), 0) at,
           coalesce(sum(weight) filter (where afternoon = 'DUTY'), 0) ad,
           coalesce(sum(weight) filter (where afternoon = 'TO_BE_CONFIRMED'), 0) ac,
           coalesce(sum(weight) filter (where afternoon = 'TECHNICAL'), 0) ax
      from unnest(rows) r
     group by r.day, r.institution_id) c
  where d.day = c.day and d.institution_id = c.institution_id
    and (c.fe, c.fp, c.fa, c.fl, c.ft, c.fd, c.fc, c.fx, c.ae, c.ap, c.aa, c.al, c.at, c.ad, c.ac, c.ax)
        <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
end $$;
