package org.panjika.attendance;

import java.util.List;
import java.util.UUID;

/** Applications by which people have leave on a day on which nobody expects them: a holiday was declared meanwhile. */
public record LeaveOnFreeDay(List<UUID> applications) {}
