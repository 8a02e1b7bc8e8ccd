-- A slip of the pen in a setting of leave is refused instead of being read as the other value.
create or replace function setting_understood(name text, value text) returns boolean language sql immutable as $$
  select case name
           when 'geofenceRadius' then value ~ '^[1-9][0-9]{0,4}$'
           when 'attendanceMode' then value in ('MARKS', 'ROLL', 'MARKS_AND_ROLL')
           when 'photo' then value in ('REQUIRED', 'OPTIONAL')
           when 'correctionLadder' then value in ('ON', 'OFF')
           when 'leaveRoute' then value in ('ONLINE', 'HEAD_ENTERED', 'BOTH')
           when 'leavePostFactoDays' then value ~ '^[0-9]{1,4}$'
           when 'leaveChangeOfKindDays' then value ~ '^[0-9]{1,4}$'
           when 'leaveVacationDays' then value ~ '^[0-9]{1,4}$'
           when 'leaveAheadDays' then value ~ '^[0-9]{1,4}$'
           when 'leaveCeilingElementary' then value ~ '^[0-9]{1,4}%?$'
           when 'leaveCeilingSecondary' then value ~ '^[0-9]{1,4}%?$'
           else true
         end
$$;
