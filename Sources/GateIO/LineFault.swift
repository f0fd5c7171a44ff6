import Glibc
import Vocabulary

/// Why a line cannot be used, without the words: what the state machine knows.
struct LineError: Error, Hashable, Sendable {
    var kind: LineFault.Kind
    /// The errno behind it.
    var code: CInt

    init(_ kind: LineFault.Kind, code: CInt) {
        self.kind = kind
        self.code = code
    }

    /// What it means when a line cannot be had. See `gpio_line_request` for the codes.
    init(requesting code: CInt) {
        let kind: LineFault.Kind =
            switch code {
            case EBUSY: .busy
            case ENODEV, ENOENT, ENOTUNIQ: .missing
            default: .failed
            }
        self.init(kind, code: code)
    }

    /// What it means when a line that was held cannot be driven or read.
    init(using code: CInt) { self.init(code == ENODEV ? .vanished : .failed, code: code) }
}

/// Why a line cannot be used; in the journal once per cause. It is tried again each second.
public struct LineFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// A state with a name.
    public enum Kind: String, Sendable, CaseIterable {
        /// Another program holds the line (EBUSY).
        case busy
        /// There is no such chip or line.
        case missing
        /// The chip went away while its line was held (ENODEV).
        case vanished
        /// The chip does not do what it is told (EIO, and everything else).
        case failed
    }

    public var kind: Kind
    /// The errno behind it.
    public var code: CInt
    public var role: LineRole
    /// What is wrong, with which line, and what to do, in one sentence.
    public var what: String

    init(_ error: LineError, role: LineRole, at address: LineAddress) {
        kind = error.kind
        code = error.code
        self.role = role
        what = error.sentence(role: role, address: address)
    }

    /// Its name in the ledger.
    public var incident: Incident {
        switch kind {
        case .busy: .lineBusy
        case .missing: .lineMissing
        case .vanished: .lineVanished
        case .failed: .lineFailed
        }
    }

    public var description: String { what }
}

extension LineError {
    fileprivate func sentence(role: LineRole, address: LineAddress) -> String {
        let chip = "GPIO chip \"\(address.chip)\""
        let line = "line \(address.line) of \(chip)"
        let words =
            switch (kind, code) {
            case (.busy, _): "\(line) is held by another program: see gpioinfo for which, and stop it"
            case (.missing, ENOENT): "\(chip) has no line \(address.line): see gpioinfo, and correct the line"
            case (.missing, ENOTUNIQ): "several chips are called as \(chip): name it by its path"
            case (.missing, _): "there is no \(chip): see gpiodetect, and correct the chip"
            case (.vanished, _): "\(chip) is gone, and line \(address.line) with it: check the board"
            case (.failed, EACCES), (.failed, EPERM):
                "\(chip) may not be opened: let the service's group use it (udev rule, DeviceAllow=)"
            case (.failed, ETIMEDOUT): "\(line) does not answer in time: check the board and its bus"
            case (.failed, _):
                "\(line) cannot be \(role.isInput ? "read" : "driven") (\(String(cString: strerror(code)))): check the board and its wiring"
            }
        return "\(role.name): \(words)"
    }
}
