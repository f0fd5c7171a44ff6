import Foundation
import Glibc
import Testing

/// A chip of the kernel's own gpio-sim, seen from the other side: what a program drives can be read, and the chip can be
/// taken away. Needs root, configfs and `modprobe gpio-sim`.
final class SimulatedChip {
    private static let configuration = "/sys/kernel/config/gpio-sim"

    static var isAvailable: Bool { access(configuration, W_OK) == 0 }

    let label: String
    private let folder: String
    private let lines: [String]

    /// A line for each name, unnamed where it is empty.
    init(lines: [String], label: String = "gate-test-\(UUID().uuidString.prefix(8))") throws {
        folder = "\(Self.configuration)/\(UUID().uuidString)"
        self.label = label
        self.lines = lines
        for path in [folder, "\(folder)/bank"] { try #require(mkdir(path, 0o755) == 0) }
        for (offset, name) in lines.enumerated() {
            try #require(mkdir("\(folder)/bank/line\(offset)", 0o755) == 0)
            try write(name, to: "\(folder)/bank/line\(offset)/name")
        }
        try write("\(lines.count)", to: "\(folder)/bank/num_lines")
        try write(label, to: "\(folder)/bank/label")
        try setLive(true)
    }

    deinit {
        try? setLive(false)
        for offset in lines.indices { rmdir("\(folder)/bank/line\(offset)") }
        rmdir("\(folder)/bank")
        rmdir(folder)
    }

    /// "gpiochip0" and the like, while it is live.
    var name: String { get throws { try read("\(folder)/bank/chip_name") } }

    /// The level of the pin itself: 1 is high.
    func level(_ offset: Int) throws -> Int {
        try #require(
            Int(try read("/sys/devices/platform/\(read("\(folder)/dev_name"))/\(name)/sim_gpio\(offset)/value")))
    }

    /// What the pin falls to when nobody drives it.
    func pull(_ offset: Int, up: Bool) throws {
        let path = try "/sys/devices/platform/\(read("\(folder)/dev_name"))/\(name)/sim_gpio\(offset)/pull"
        try write(up ? "pull-up" : "pull-down", to: path)
    }

    /// Takes the chip away, held lines or not, or brings it back.
    func setLive(_ isLive: Bool) throws { try write(isLive ? "1" : "0", to: "\(folder)/live") }

    private func read(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(FileHandle(forWritingAtPath: path))
        defer { try? file.close() }
        try file.write(contentsOf: Data(text.utf8))
    }
}
