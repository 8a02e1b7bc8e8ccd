package org.panjika.access;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people and programs get in.
 *
 * @param failuresOfLogin failed attempts after which a login is locked
 * @param failuresOfRemote failed attempts after which a remote address is locked, whatever logins it tried
 * @param lockedFor how long a lock lasts, and how long a failure counts
 * @param tokenLasts how long a bearer token lasts
 * @param oneTimePasswordLasts how long a one-time password may wait for its one login (BR-21)
 * @param rememberedFor how long logins, tokens and callers' rights are remembered in real time: a change made by another
 *     copy of the application is seen after this time at the latest
 * @param proofRememberedFor how long a proved password of a program is remembered in real time; a changed password is
 *     never accepted under an old proof
 */
@ConfigurationProperties("panjika.access")
public record AccessSettings(
        @DefaultValue("5") int failuresOfLogin,
        @DefaultValue("100") int failuresOfRemote,
        @DefaultValue("15m") Duration lockedFor,
        @DefaultValue("12h") Duration tokenLasts,
        @DefaultValue("72h") Duration oneTimePasswordLasts,
        @DefaultValue("3s") Duration rememberedFor,
        @DefaultValue("60s") Duration proofRememberedFor) {}
