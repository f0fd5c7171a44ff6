/// One part that was looked at: how it is, what was found, and what mends it.
public struct Check: Codable, Hashable, Sendable {
    public enum State: String, Codable, Comparable, Sendable, CaseIterable {
        case ok, warning, fault

        public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// A part of a station. The raw value is its name; of `chip`, `line`, `input` and `output` there are several, and which one
    /// is meant follows it.
    public enum Part: String, Sendable, CaseIterable {
        case chip, clock, code, configuration, gate, input, kernel, landlock, ledger, line, output, power, reader
        case revocations, station, temperature, trust, unit, zbar
        case cameraBrightness = "camera brightness"
        case cameraControls = "camera controls"
        case cameraDriver = "camera driver"
        case cameraFocus = "camera focus"
        case cameraFormat = "camera format"
        case cameraFrames = "camera frames"
        case cameraGlare = "camera glare"
        case cameraLens = "camera lens"
        case cameraNode = "camera node"
        case diskSpace = "disk space"
        case diskSync = "disk sync"
        case doorContact = "door contact"
        case hardwareWatchdog = "hardware watchdog"
        case serviceMode = "service mode"
        case serviceUser = "service user"
    }

    /// The part, such as `camera frames` or `line lock`.
    public var name: String
    /// The gate by its name; nil where it concerns the whole station.
    public var gate: String?
    public var state: State
    /// What was found, with its figures.
    public var found: String
    /// What to do, the exact command where there is one; nil where nothing is to be done.
    public var mend: String?

    public static func ok(_ part: Part, of one: String? = nil, _ found: String, mend: String? = nil) -> Self {
        Self(name: name(part, one), state: .ok, found: found, mend: mend)
    }

    public static func warning(_ part: Part, of one: String? = nil, _ found: String, mend: String) -> Self {
        Self(name: name(part, one), state: .warning, found: found, mend: mend)
    }

    public static func fault(_ part: Part, of one: String? = nil, _ found: String, mend: String) -> Self {
        Self(name: name(part, one), state: .fault, found: found, mend: mend)
    }

    private static func name(_ part: Part, _ one: String?) -> String {
        one.map { "\(part.rawValue) \($0)" } ?? part.rawValue
    }

    /// The same, of one gate.
    public func of(_ gate: String) -> Self {
        var check = self
        check.gate = gate
        return check
    }
}

/// All that was looked at in one visit.
public struct Diagnosis: Codable, Hashable, Sendable {
    /// How the gate's hardware was reached.
    public enum Manner: String, Codable, Sendable {
        /// The station was at work and did it, in service mode.
        case running
        /// No station was at work: the hardware was opened directly.
        case stopped
        /// It was not: the settings cannot be read, or the station does not let this user.
        case none
    }

    public var station: String
    /// RFC 3339.
    public var time: String
    public var manner: Manner
    public var checks: [Check]

    public init(station: String, time: String, manner: Manner, checks: [Check] = []) {
        (self.station, self.time, self.manner, self.checks) = (station, time, manner, checks)
    }

    /// The worst of all.
    public var state: Check.State { checks.map(\.state).max() ?? .ok }

    /// 0 where all is well, 1 with warnings, 2 with faults.
    public var exitCode: CInt {
        switch state {
        case .ok: 0
        case .warning: 1
        case .fault: 2
        }
    }
}
