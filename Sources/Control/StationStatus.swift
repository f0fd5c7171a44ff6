/// How a station is now: the answer to `status`. Names are those of the ledger and of the configuration.
public struct StationStatus: Codable, Hashable, Sendable {
    public var station: String
    /// Seconds since the controller started.
    public var uptime: Double
    public var clock: ClockStatus
    public var ledger: LedgerStatus
    /// The fingerprint of the keys and revocations in force.
    public var policy: String
    public var trust: TrustStatus
    /// Who is connected to the control socket.
    public var clients: Int
    public var gates: [GateStatus]
    /// Nil from a station of an earlier version.
    public var occupancy: OccupancyStatus?
    /// By class of holder; nil from a station of an earlier version.
    public var phases: [String: PhaseStatus]?

    public init(
        station: String, uptime: Double, clock: ClockStatus, ledger: LedgerStatus, policy: String, trust: TrustStatus,
        clients: Int, gates: [GateStatus], occupancy: OccupancyStatus? = nil, phases: [String: PhaseStatus]? = nil
    ) {
        self.station = station
        self.uptime = uptime
        self.clock = clock
        self.ledger = ledger
        self.policy = policy
        self.trust = trust
        self.clients = clients
        self.gates = gates
        self.occupancy = occupancy
        self.phases = phases
    }
}

/// The station's idea of the time; also the answer to `clock-set` and `clock-floor`.
public struct ClockStatus: Codable, Hashable, Sendable {
    /// RFC 3339.
    public var time: String
    /// `trusted` and its sisters.
    public var state: String
    /// RFC 3339: before it no clock is believed.
    public var floor: String

    public init(time: String, state: String, floor: String) {
        self.time = time
        self.state = state
        self.floor = floor
    }
}

/// The list of signers in force.
public struct TrustStatus: Codable, Hashable, Sendable {
    /// `none` where there is no list; `fresh`, `old` or `stale`.
    public var age: String
    public var version: UInt64?
    /// RFC 3339.
    public var created: String?

    public init(age: String, version: UInt64?, created: String?) {
        self.age = age
        self.version = version
        self.created = created
    }
}

public struct LedgerStatus: Codable, Hashable, Sendable {
    /// The last row: its sequence and HMAC, as the journal has them.
    public var head: String
    /// False while a row cannot be written: then nothing opens.
    public var isWritable: Bool

    public init(head: String, isWritable: Bool) {
        self.head = head
        self.isWritable = isWritable
    }
}

/// How one gate is.
public struct GateStatus: Codable, Hashable, Sendable {
    public var name: String
    /// `entry` or `exit`.
    public var direction: String
    public var reader: ReaderStatus
    public var camera: CameraStatus
    /// `none`, `at-rest`, `released` or `fault`.
    public var lock: String
    /// Lamps, buzzer and alarm; true is energised.
    public var lines: [String: Bool]
    /// Buttons and contacts; true is active. Without those that cannot be read.
    public var inputs: [String: Bool]
    /// How often each of them has changed since the gate was opened; nil from a station of an earlier version.
    public var changes: [String: Int]?
    /// What is wrong with lines now.
    public var faults: [FaultStatus]
    /// `quiet`, `sounding` or `acknowledged`.
    public var alarm: String
    /// What there is cause for, by its names in the ledger.
    public var causes: [String]
    /// `closed`, `open`, `held-open`, `forced-open`, or `unknown` where no contact tells.
    public var door: String
    /// Seconds until service mode ends by itself; nil: the gate serves.
    public var service: Double?
    /// Seconds in which the person who was referred last may be let in; nil: there is nobody.
    public var referral: Double?

    public init(
        name: String, direction: String, reader: ReaderStatus, camera: CameraStatus, lock: String,
        lines: [String: Bool], inputs: [String: Bool], changes: [String: Int]? = nil, faults: [FaultStatus],
        alarm: String, causes: [String], door: String, service: Double?, referral: Double?
    ) {
        self.name = name
        self.direction = direction
        self.reader = reader
        self.camera = camera
        self.lock = lock
        self.lines = lines
        self.inputs = inputs
        self.changes = changes
        self.faults = faults
        self.alarm = alarm
        self.causes = causes
        self.door = door
        self.service = service
        self.referral = referral
    }
}

public struct ReaderStatus: Codable, Hashable, Sendable {
    /// Whether it has locked itself in and looks.
    public var isLooking: Bool
    /// Whether it failed again and again.
    public var isAlarmed: Bool
    /// `seccomp`, `landlock`; empty while it does not look.
    public var walls: [String]

    public init(isLooking: Bool, isAlarmed: Bool, walls: [String]) {
        self.isLooking = isLooking
        self.isAlarmed = isAlarmed
        self.walls = walls
    }
}

public struct CameraStatus: Codable, Hashable, Sendable {
    /// `streaming`, `waiting` or `ended`.
    public var state: String
    public var fault: FaultStatus?

    public init(state: String, fault: FaultStatus?) {
        self.state = state
        self.fault = fault
    }
}

/// What is wrong with one thing.
public struct FaultStatus: Codable, Hashable, Sendable {
    /// Its name in the ledger.
    public var incident: String
    /// What is wrong, where, and what to do.
    public var what: String

    public init(incident: String, what: String) {
        self.incident = incident
        self.what = what
    }
}
