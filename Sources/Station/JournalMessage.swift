import Credentials
import Crypto
import Ledger
import Vocabulary

/// What a line of the journal tells of: a name that stays, and an id with it. deploy/MESSAGES.md has them all.
struct JournalMessage: Hashable, Sendable {
    /// The name: of an incident and of the service's start and stop the same as in the ledger.
    let name: String

    private init(name: String) { self.name = name }

    init(_ incident: Incident) { name = incident.rawValue }

    init(_ event: ServiceEvent) { name = event.rawValue }

    /// A command about the clock, by the names of its rows.
    init(_ command: ClockCommand, isTaken: Bool) { name = command.rawValue + (isTaken ? "" : "-refused") }

    init(_ news: ClockNews) {
        switch news {
        case .changed(.state(.trusted), _): self.init(ServiceEvent.clockTrusted)
        case .changed(.state(.holdover), _): self.init(ServiceEvent.clockHoldover)
        case .changed(.state(.untrusted), _): self.init(Incident.clockUntrusted)
        case .changed(.corrected, _): self.init(ServiceEvent.clockCorrected)
        case .changed(.systemMoved, _): self.init(Incident.clockJumped)
        case .commanded(let command, _, let fault): self.init(command, isTaken: fault == nil)
        }
    }

    static let started = Self(.started)
    static let stopped = Self(.stopped)
    static let decided = Self(name: "decided")
    static let acted = Self(name: "acted")
    static let recovered = Self(name: "recovered")
    static let readerReady = Self(name: "reader-ready")
    static let cameraStreaming = Self(name: "camera-streaming")
    static let cameraEnded = Self(name: "camera-ended")
    static let trustReloaded = Self(name: "trust-reloaded")
    static let ledgerHead = Self(name: "ledger-head")

    /// All there are.
    static let all =
        [
            decided, acted, recovered, readerReady, cameraStreaming, cameraEnded, trustReloaded, ledgerHead,
        ]
        + ServiceEvent.allCases.map(Self.init) + Incident.allCases.map(Self.init)
        + ClockCommand.allCases.flatMap { command in [true, false].map { Self(command, isTaken: $0) } }

    /// MESSAGE_ID of systemd.journal-fields(7), 32 hexadecimal digits: the UUID of the name, version 5
    /// (RFC 9562 section 5.5), in the namespace of this project.
    var id: String {
        var bytes = Insecure.SHA1.hash(data: Self.namespace + Array(name.utf8)).prefix(16).map(\.self)
        bytes[6] = bytes[6] & 0x0f | 0x50
        bytes[8] = bytes[8] & 0x3f | 0x80
        return Hex.text(bytes)
    }

    /// 38df22c4-ef8c-4e1d-a6f9-d17bbd69333b
    private static let namespace: [UInt8] = [
        0x38, 0xdf, 0x22, 0xc4, 0xef, 0x8c, 0x4e, 0x1d, 0xa6, 0xf9, 0xd1, 0x7b, 0xbd, 0x69, 0x33, 0x3b,
    ]
}

/// What else a line of the journal says in a field of its own, to be searched by (`journalctl VERDICT=deny`).
enum JournalField: String, Sendable, CaseIterable {
    case gate = "GATE"
    case incident = "INCIDENT"
    case verdict = "VERDICT"
    case reason = "REASON"
    case colour = "COLOUR"
    case holderClass = "HOLDER_CLASS"
    case lock = "LOCK"
    case delay = "DELAY_MS"
    case row = "LEDGER_ROW"
    case head = "LEDGER_HEAD"
}
