import CGPIOShim

/// A chip of the kernel's.
public enum GPIOChip {
    /// The device node of the chip with this label, name or path; nil where there is none that this user may open.
    public static func path(of chip: String) -> String? {
        var path = [CChar](repeating: 0, count: 256)
        guard gpio_chip_path(chip, &path, UInt(path.count)) == 0 else { return nil }
        return String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
