"""What can be wrong with a desk's database, its copies, its folder and its settings: codes of the catalogue."""

from enum import StrEnum


class Trouble(StrEnum):
    DESK_MISSING = "desk.missing"
    DESK_CUT_OFF = "desk.cut-off"
    DESK_FOREIGN = "desk.foreign"
    DESK_DAMAGED = "desk.damaged"
    SCHEMA_NEWER = "schema.newer"
    SCHEMA_UNKNOWN = "schema.unknown"
    SCHEMA_ALTERED = "schema.altered"
    FAULT_NO_FILE = "fault.no-file"
    FAULT_NOT_A_FOLDER = "fault.not-a-folder"
    FAULT_NOT_A_FILE = "fault.not-a-file"
    FAULT_READ_ONLY = "fault.read-only"
    FAULT_FULL = "fault.full"
    FAULT_DISK = "fault.disk"
    FAULT_BUSY = "fault.busy"
    FAULT_AWAY = "fault.away"
    FAULT_DATABASE = "fault.database"
    FAULT_SETTING = "fault.setting"
    FAULT_EXTRA = "fault.extra"
