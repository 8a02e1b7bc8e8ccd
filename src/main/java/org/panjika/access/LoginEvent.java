package org.panjika.access;

/** What can happen to a login; each is recorded for good. */
public enum LoginEvent {
    SUCCEEDED,
    FAILED,
    LOCKED,
    UNLOCKED,
    PASSWORD_CHANGED,
    ONE_TIME_PASSWORD_ISSUED,
    TOKEN_ISSUED,
    TOKEN_REVOKED,
    CREATED
}
