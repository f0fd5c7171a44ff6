import Crypto
import GRDB

/// What ties each row to the one before: HMAC-SHA256 under the station's key.
struct Chain {
    /// Bytes of an HMAC-SHA256.
    static let length = 32

    private let key: SymmetricKey

    init(_ key: LedgerKey) { self.key = key.chain }

    /// The HMAC of a row whose stored columns are `values`, in the order of `LedgerColumn`, after the row `previous`.
    ///
    /// It covers `R`, the HMAC before, and each column that is not NULL: number, type, length and bytes. What is NULL leaves
    /// nothing behind, so that a later version may add columns and old rows still verify.
    func link(_ values: [DatabaseValue], after previous: LedgerHead) -> [UInt8] {
        var message: [UInt8] = [UInt8(ascii: "R")] + previous.hmac
        message.reserveCapacity(512)
        for (column, value) in zip(LedgerColumn.allCases, values) {
            switch value.storage {
            case .null: continue
            case .int64(let number): append(column, 1, number.bigEndianBytes, to: &message)
            case .string(let text): append(column, 2, Array(text.utf8), to: &message)
            case .blob(let data): append(column, 3, Array(data), to: &message)
            case .double(let number): append(column, 4, number.bitPattern.bigEndianBytes, to: &message)
            }
        }
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }

    /// The seal of an anchor, so that nobody without the key can move it over rows that were taken out.
    func seal(_ anchor: LedgerHead) -> [UInt8] {
        let message = [UInt8(ascii: "A")] + anchor.sequence.bigEndianBytes + anchor.hmac
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }

    /// Whether `row` is the one that was written after `previous`.
    func holds(_ row: StoredRow, after previous: LedgerHead) -> Bool {
        row.sequence == previous.sequence + 1 && row.hmac == link(row.values, after: previous)
    }

    private func append(_ column: LedgerColumn, _ type: UInt8, _ bytes: [UInt8], to message: inout [UInt8]) {
        message.append(column.rawValue)
        message.append(type)
        message += UInt32(bytes.count).bigEndianBytes
        message += bytes
    }
}

extension FixedWidthInteger {
    fileprivate var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
