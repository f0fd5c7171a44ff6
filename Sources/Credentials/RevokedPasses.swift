/// All withdrawn passes of some trust folders.
struct RevokedPasses: Sendable {
    /// Those of the short lists, in ascending order, each once.
    let listed: [UInt128]
    let mapped: [RevokedHashes]

    init(listed: [UInt128] = [], mapped: [RevokedHashes] = []) {
        self.listed = listed.ascending
        self.mapped = mapped
    }

    /// Throws a `TrustFault` with everything that is wrong.
    init(folders: [String]) throws(TrustFault) {
        var faults: [TrustFault.Fault] = []
        var listed: [[UInt128]] = []
        var mapped: [RevokedHashes] = []
        for folder in folders {
            do throws(TrustFault) { listed.append(try RevocationList(folder: folder).values) } catch {
                faults += error.faults
            }
            do throws(TrustFault) {
                if let list = try RevokedHashes(folder: folder, RevokedHashes.passes) { mapped.append(list) }
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw TrustFault(faults: faults) }
        // The one list of most stations stays as it is.
        self.init(listed: listed.count == 1 ? listed[0] : listed.flatMap(\.self), mapped: mapped)
    }

    /// A pass that stands on two lists counts twice.
    var count: Int { listed.count + mapped.reduce(0) { $0 + $1.count } }

    func contains(_ identifier: [UInt8]) -> Bool {
        guard let wanted = UInt128(bigEndianBytes: identifier) else { return false }
        var (low, high) = (0, listed.count)
        while low < high {
            let middle = low + (high - low) / 2
            if listed[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < listed.count && listed[low] == wanted || mapped.contains { $0.contains(wanted) }
    }
}

extension [UInt128] {
    /// Each once.
    var ascending: Self {
        if zip(self, dropFirst()).allSatisfy(<) { return self }
        var sorted = sorted()
        var kept = 0
        for index in sorted.indices where index == 0 || sorted[index] != sorted[kept - 1] {
            sorted[kept] = sorted[index]
            kept += 1
        }
        sorted.removeLast(sorted.count - kept)
        return sorted
    }
}
