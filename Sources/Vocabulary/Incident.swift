/// A failure that has a name: the same one in the ledger, in the journal and on every page.
public enum Incident: String, Sendable, CaseIterable {
    case cameraAbsent = "camera-absent"
    case cameraUnplugged = "camera-unplugged"
    case cameraStalled = "camera-stalled"
    case cameraBusy = "camera-busy"
    case cameraFailed = "camera-failed"
    case cameraUnusable = "camera-unusable"
    case readerCrashed = "reader-crashed"
    case readerHung = "reader-hung"
    case readerNonsense = "reader-nonsense"
    case readerRefused = "reader-refused"
    case lineBusy = "line-busy"
    case lineMissing = "line-missing"
    case lineVanished = "line-vanished"
    case lineFailed = "line-failed"
    case ledgerDamaged = "ledger-damaged"
    case ledgerUnwritable = "ledger-unwritable"
    case trustUnreadable = "trust-unreadable"
    case controlUnavailable = "control-unavailable"
    case controlGuessing = "control-guessing"

    /// What happened and what to do, for whoever reads the journal.
    public var words: String {
        switch self {
        case .cameraAbsent: "no such camera: plug it in, or correct camera.source"
        case .cameraUnplugged: "the camera is gone: check its cable"
        case .cameraStalled: "the camera delivers no frames: unplug it and plug it in again"
        case .cameraBusy: "another program has the camera: stop that program"
        case .cameraFailed: "the camera's driver failed: see the kernel's log"
        case .cameraUnusable: "what the camera delivers cannot be used: choose another camera or source"
        case .readerCrashed: "the reader ended by itself: a fresh one is started"
        case .readerHung: "the reader gave no sign of life: it was ended and a fresh one is started"
        case .readerNonsense: "the reader sent nonsense: it was ended and a fresh one is started"
        case .readerRefused: "the reader could not lock itself in: without walls it does not look"
        case .lineBusy: "another program holds a GPIO line: stop that program"
        case .lineMissing: "there is no such GPIO chip or line: correct the board's lines"
        case .lineVanished: "a GPIO chip is gone: check the board"
        case .lineFailed: "a GPIO line cannot be set: check the board"
        case .ledgerDamaged: "the ledger was damaged: it was kept aside and a new one begun"
        case .ledgerUnwritable: "a decision cannot be written down: the gate stays shut until the disk is mended"
        case .trustUnreadable: "keys or revocations cannot be read: correct the trust folder"
        case .controlUnavailable: "the control socket or its tokens cannot be had: correct run_dir or the tokens"
        case .controlGuessing: "many wrong tokens were tried at the control socket: see who uses the console"
        }
    }
}
