import Foundation
import GateIO

/// What a gate listens to, and what it makes of it.
extension GateConfiguration {
    static func inputs(_ table: SettingsTable, beside lines: [OutputRole: OutputLine]) -> [InputRole: InputLine] {
        var holders = Dictionary(lines.map { ($1.address, $0.rawValue) }) { first, _ in first }
        var inputs: [InputRole: InputLine] = [:]
        for role in InputRole.allCases where table.has(role.rawValue) {
            guard let input = input(table.table(role.rawValue), role) else { continue }
            if let holder = holders[input.address] { table.fault(role.rawValue, "is the same line as \(holder)") }
            holders[input.address] = role.rawValue
            inputs[role] = input
        }
        return inputs
    }

    private static func input(_ table: SettingsTable, _ role: InputRole) -> InputLine? {
        let address = address(table)
        let isActiveLow = table.boolean("active_low") ?? false
        let bias = table.choice("bias", LineBias.self) ?? role.safeBias(isActiveLow: isActiveLow)
        return address.map { InputLine(address: $0, isActiveLow: isActiveLow, bias: bias) }
    }

    static func simulatedInputs(_ table: SettingsTable, board: Board, folder: String) -> String? {
        guard let path = table.text("inputs") else { return nil }
        if board == .gpio { table.fault("inputs", "belongs to a simulated board: this one has real lines") }
        return URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
            .standardizedFileURL.path
    }

    static func door(_ table: SettingsTable) -> DoorTiming {
        var timing = DoorTiming()
        timing.release = table.seconds("release", in: DoorTiming.releaseBounds) ?? timing.release
        timing.open = table.seconds("open", in: DoorTiming.openBounds) ?? timing.open
        timing.referral = table.seconds("referral", in: DoorTiming.referralBounds) ?? timing.referral
        timing.hold = table.seconds("hold", in: DoorTiming.holdBounds) ?? timing.hold
        timing.settle = table.seconds("settle", in: GateInputs.settleBounds) ?? timing.settle
        timing.relocksOnOpening = table.boolean("relock_on_opening") ?? timing.relocksOnOpening
        return timing
    }
}
