import Foundation
import Ledger

/// Whether every row of the ledger is as it was written.
public struct LedgerChainCheck {
    let folder: String

    public init(folder: String) { self.folder = folder }

    public var check: Check {
        guard FileManager.default.fileExists(atPath: LedgerKey.file(in: folder)) else {
            return .ok(.ledger, "none yet: the gate begins it when it starts")
        }
        do throws(LedgerFault) {
            return Self.check(LedgerCheck(folder: folder, key: try LedgerKey(loadingFrom: folder)))
        } catch {
            return .fault(.ledger, error.what, mend: "sudo scan-appliance diagnose, where this user may not read it")
        }
    }

    static func check(_ result: LedgerCheck) -> Check {
        switch result {
        case .whole: .ok(.ledger, "\(result)")
        case .broken:
            .fault(
                .ledger, "\(result)",
                mend:
                    "keep a copy (cp -a) for whoever must know; then systemctl restart scan-appliance begins a new one")
        case .unreadable:
            .fault(.ledger, "\(result)", mend: "dmesg | tail for the disk; then systemctl restart scan-appliance")
        }
    }
}
