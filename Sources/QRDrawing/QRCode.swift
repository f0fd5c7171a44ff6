import CQREncode

/// A drawn QR code: the square of its modules, without the quiet zone (ISO/IEC 18004).
public struct QRCode: Hashable, Sendable {
    /// How much of the code may be lost and still be read (ISO/IEC 18004 section 7.5.1).
    public enum Level: UInt32, Sendable {
        /// 7, 15, 25 and 30 in a hundred codewords.
        case low, medium, quartile, high
    }

    /// The light modules that belong around a code on every side (ISO/IEC 18004 section 6.3.8).
    public static let quietZone = 4

    /// Modules along one side: 21 for version 1, 177 for version 40.
    public let side: Int
    /// Row by row; true is dark.
    private let modules: [Bool]

    /// The version, 1 to 40.
    public var version: Int { (side - 17) / 4 }

    /// Draws `payload` in the smallest version that holds it: alphanumeric mode where all of it fits that alphabet, else
    /// byte mode.
    ///
    /// Throws a `QRCodeTooLong` where even version 40 does not hold it.
    public init(_ payload: [UInt8], level: Level = .medium) throws(QRCodeTooLong) {
        let isAlphanumeric = payload.allSatisfy(Self.alphanumeric.contains)
        guard let input = QRinput_new2(0, QRecLevel(rawValue: level.rawValue)) else {
            throw QRCodeTooLong(count: payload.count)
        }
        defer { QRinput_free(input) }
        guard
            QRinput_append(input, isAlphanumeric ? QR_MODE_AN : QR_MODE_8, CInt(clamping: payload.count), payload) == 0,
            let code = QRcode_encodeInput(input)
        else { throw QRCodeTooLong(count: payload.count) }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
    }

    /// Whether the module is dark; outside of the code everything is light.
    public func isDark(column: Int, row: Int) -> Bool {
        guard (0..<side).contains(column), (0..<side).contains(row) else { return false }
        return modules[row * side + column]
    }

    /// The 45 characters of alphanumeric mode (ISO/IEC 18004 table 5).
    private static let alphanumeric = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)
}

/// More bytes than a QR code of any version holds.
public struct QRCodeTooLong: Error, Hashable, Sendable, CustomStringConvertible {
    public let count: Int
    public var description: String { "\(count) bytes do not fit into a QR code: shorten what it says" }
}
