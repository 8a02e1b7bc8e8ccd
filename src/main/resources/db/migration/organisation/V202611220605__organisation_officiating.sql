-- C3: who was to officiate for a head whose leave is taken back before it begins never does.
grant delete on charge to panjika_app;
