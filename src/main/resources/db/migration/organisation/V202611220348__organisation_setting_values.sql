-- A value that no day could be opened with is refused when it is entered. What was entered before stands as it is.
create function setting_understood(name text, value text) returns boolean language sql immutable as $$
  select case name
           when 'geofenceRadius' then value ~ '^[1-9][0-9]{0,4}$'
           when 'attendanceMode' then value in ('MARKS', 'ROLL', 'MARKS_AND_ROLL')
           when 'photo' then value in ('REQUIRED', 'OPTIONAL')
           else true
         end
$$;
alter table setting add constraint setting_understood check (setting_understood(name, value)) not valid;
alter table regime_setting add constraint regime_setting_understood check (setting_understood(name, value)) not valid;
