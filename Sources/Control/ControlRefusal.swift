/// Why a request was not carried out: one of this fixed list, the same in every answer and in docs/control-protocol.md.
public enum ControlRefusal: String, Error, Sendable, CaseIterable {
    case malformed
    case tooLong = "too-long"
    case unknownProtocol = "unknown-protocol"
    case unknownRequest = "unknown-request"
    case notAllowed = "not-allowed"
    case wrongToken = "wrong-token"
    case tooMany = "too-many"
    case unknownGate = "unknown-gate"
    case whichGate = "which-gate"
    case nobodyReferred = "nobody-referred"
    case nobodyRefused = "nobody-refused"
    case passSpent = "pass-spent"
    case inService = "in-service"
    case notInService = "not-in-service"
    case unknownLine = "unknown-line"
    case noAlarm = "no-alarm"
    case noPicture = "no-picture"
    case noChecks = "no-checks"
    case busy
    case lineFailed = "line-failed"
    case lockFailed = "lock-failed"
    case ledgerUnwritable = "ledger-unwritable"
    case trustUnreadable = "trust-unreadable"
    case configurationRejected = "configuration-rejected"
    case notASource = "not-a-source"
    case belowFloor = "below-floor"
    case beyondCeiling = "beyond-ceiling"

    /// What is wrong and what to do.
    public var words: String {
        switch self {
        case .malformed: "not a request: one JSON object a line, with the fields this request has and no others"
        case .tooLong: "the request is longer than 4096 bytes: the connection is closed"
        case .unknownProtocol: "another version of the protocol: this program speaks version 1"
        case .unknownRequest: "there is no such request"
        case .notAllowed: "your role may not do this: see [control] in the configuration, or show a token"
        case .wrongToken: "no such token: see scan-appliance token list"
        case .tooMany: "too many in too short a time: wait a moment"
        case .unknownGate: "there is no gate of this name: see scan-appliance status"
        case .whichGate: "this station has several gates: say which"
        case .nobodyReferred: "nobody was referred at this gate, or too long ago (door.referral)"
        case .nobodyRefused: "no pass was refused at this gate just now for coming in twice"
        case .passSpent: "the pass was used elsewhere in the meantime"
        case .inService: "the gate is in service mode: end it first"
        case .notInService: "the gate is at work: begin service mode first"
        case .unknownLine: "the gate has no such output: lock, green, amber, red, buzzer or alarm, as far as configured"
        case .noAlarm: "no alarm is sounding"
        case .noPicture: "the camera gave no picture: see scan-appliance status"
        case .noChecks: "the checks failed or took longer than a minute: scan-appliance diagnose says more"
        case .busy: "busy with others: ask again in a moment"
        case .lineFailed: "a fault keeps this line from moving: see scan-appliance status"
        case .lockFailed: "the lock did not move: see scan-appliance status"
        case .ledgerUnwritable: "it cannot be written down, so nothing opens: mend the disk"
        case .trustUnreadable:
            "keys or revocations cannot be read: correct the trust folder; the old ones stay in force"
        case .configurationRejected:
            "the configuration or the site bundle cannot be taken: see the journal; the old settings stay in force"
        case .notASource: "clock.sources of the configuration does not name \"technician\""
        case .belowFloor:
            "the time lies before the floor, below which no clock can be right: correct it, or lower the floor"
        case .beyondCeiling: "the time lies after the year 2099"
        }
    }
}
