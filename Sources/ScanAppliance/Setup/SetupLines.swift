import GateIO
import Vocabulary

/// Asks where each line is, and lets it be seen.
struct SetupLines {
    let board: Board
    let dialogue: Dialogue

    private static let blink = (count: 3, length: Duration.milliseconds(300))
    private static let release = Duration.seconds(1)

    func ask() throws -> [OutputRole: OutputLine] {
        var lines: [OutputRole: OutputLine] = [:]
        var chip: String?
        if board == .gpio {
            dialogue.say(
                "Each line: CHIP LINE as gpiodetect and gpioinfo show them, or LINE of the same chip as before; then low where "
                    + "a low level energises it. Such as: pinctrl-rp1 GPIO17 low")
        }
        for role in OutputRole.allCases {
            while true {
                if board == .gpio {
                    guard let line = try askPlace(of: role, chip: &chip) else { break }
                    lines[role] = line
                }
                if try isRight(role, lines) { break }
                lines[role] = nil
            }
        }
        return lines
    }

    /// Blinks lamps and buzzer, and releases the lock where that was wished. Says what is wrong; false then.
    func blinkAll(_ lines: [OutputRole: OutputLine], blinksLamps: Bool, releasesLock: Bool) -> Bool {
        let roles = OutputRole.allCases.filter {
            (board != .gpio || lines[$0] != nil) && ($0 == .lock ? releasesLock : blinksLamps)
        }
        return roles.map { blink($0, lines) }.allSatisfy(\.self)
    }

    private func askPlace(of role: OutputRole, chip: inout String?) throws -> OutputLine? {
        while true {
            let answer = try dialogue.ask("\(role.rawValue)", standard: role == .lock ? nil : "none")
            if answer == "none", role != .lock { return nil }
            if let line = Self.line(answer, chip: chip) {
                chip = line.address.chip
                return line
            }
            dialogue.say("CHIP LINE, or LINE after the first one; a line is a name or a number.")
        }
    }

    /// Whether the line is the right one, as far as somebody wants to see it.
    private func isRight(_ role: OutputRole, _ lines: [OutputRole: OutputLine]) throws -> Bool {
        if role == .lock {
            guard
                try dialogue.ask(
                    "Release the lock for a second now? Only if nobody comes to harm: type yes", standard: "no")
                    == "yes"
            else { return true }
        } else if board != .gpio || lines[role] != nil {
            guard try dialogue.confirm("Blink \(role.rawValue) three times now?", standard: true) else { return true }
        }
        guard blink(role, lines) else { return board != .gpio }
        return try dialogue.confirm("Was that \(role.rawValue)?", standard: true) || board != .gpio
    }

    private func blink(_ role: OutputRole, _ lines: [OutputRole: OutputLine]) -> Bool {
        let trial = LineTrial(role, on: board, lines: lines)
        do throws(LineFault) {
            if role == .lock {
                try trial.blink(1, for: Self.release)
            } else {
                try trial.blink(Self.blink.count, for: Self.blink.length)
            }
            dialogue.say("\(role.rawValue): done")
            return true
        } catch {
            dialogue.say(error.what)
            return false
        }
    }

    static func line(_ answer: String, chip: String?) -> OutputLine? {
        var words = answer.split(separator: " ").map(String.init)
        let isActiveLow = words.count > 1 && words.last == "low"
        if isActiveLow { words.removeLast() }
        guard let name = words.popLast(), words.count < 2, let chip = words.first ?? chip else { return nil }
        let line = UInt32(name).map { LineName.offset($0) } ?? .name(name)
        return OutputLine(address: LineAddress(chip: chip, line: line), isActiveLow: isActiveLow)
    }
}
