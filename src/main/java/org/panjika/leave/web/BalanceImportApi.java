package org.panjika.leave.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.leave.ImportBalances;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Opening balances as a list: employee_code, account, days, as_of. */
@RestController
@RequestMapping("/api/v1/imports")
class BalanceImportApi {

    private final ImportBalances balances;

    BalanceImportApi(ImportBalances balances) {
        this.balances = balances;
    }

    @PostMapping("/leave-balances")
    ImportReport take(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        balances.requireAdministrator();
        var given = file.orElseThrow(
                () -> new Refused(CommonProblem.INVALID_FIELDS, Map.of(), List.of(new FieldError("file", "required"))));
        return balances.take(given, new ImportMode(partial, preview));
    }
}
