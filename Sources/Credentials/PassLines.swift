/// Reads lines of pass ids, in pieces of any length.
struct PassLines {
    /// More are not named.
    private static let mostFaults = 100

    let file: String
    private var values: [UInt128] = []
    private var faults: [TrustFault.Fault] = []
    private var line = 1
    private var value: UInt128 = 0
    private var digits = 0
    private var rest = Rest.identifier

    /// What may come in the rest of the line.
    private enum Rest { case identifier, blanks, comment, anything }

    init(file: String) { self.file = file }

    mutating func take(_ bytes: UnsafeRawBufferPointer) { for byte in bytes { take(byte) } }

    private mutating func take(_ byte: UInt8) {
        switch (byte, rest) {
        case (UInt8(ascii: "\n"), _): endLine()
        case (_, .comment), (_, .anything): break
        case (UInt8(ascii: "#"), _): rest = .comment
        case (32, _), (9, _), (13, _): if digits > 0 { rest = .blanks }
        case (48...57, .identifier): add(byte - 48)
        case (65...70, .identifier): add(byte - 55)
        case (97...102, .identifier): add(byte - 87)
        default: refuse()
        }
    }

    private mutating func add(_ digit: UInt8) {
        guard digits < 32 else { return refuse() }
        value = value << 4 | UInt128(digit)
        digits += 1
    }

    private mutating func refuse() {
        rest = .anything
        guard faults.count < Self.mostFaults else { return }
        faults.append(
            .init(file, line: line, "not a pass id: write 32 hexadecimal digits (# begins a comment)"))
    }

    private mutating func endLine() {
        if digits == 32, rest != .anything { values.append(value) }
        if digits > 0, digits < 32, rest != .anything { refuse() }
        (value, digits, rest) = (0, 0, .identifier)
        line += 1
    }

    mutating func end() throws(TrustFault) -> [UInt128] {
        endLine()
        guard faults.isEmpty else { throw TrustFault(faults: faults) }
        return values.ascending
    }
}
