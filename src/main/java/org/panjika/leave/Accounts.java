package org.panjika.leave;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.panjika.leave.LeaveType.AccountKey;

/**
 * The balances that the rules of a person keep on a day.
 *
 * @param regime whose kinds of leave hold
 * @param keys by the name of the account
 */
public record Accounts(String regime, Map<String, AccountKey> keys) {

    /** Whose and when. */
    public record Of(long staffId, LocalDate day) {}

    public Optional<AccountKey> find(String account) {
        return Optional.ofNullable(keys.get(account));
    }
}
