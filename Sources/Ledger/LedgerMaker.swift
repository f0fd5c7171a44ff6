import GRDB
import Vocabulary

/// Opens a station's ledger; begins it where there is none, and begins it anew where it is damaged.
struct LedgerMaker {
    let place: LedgerPlace
    let key: LedgerKey
    let station: String
    let boot: String
    /// Called before what takes long where the ledger is: an earlier version's is brought up to date, a damaged one replaced.
    let willTakeLong: () -> Void

    /// The ledger in its place, and the damaged one that it replaced. `incident` is written where there was one.
    func openOrBegin(_ incident: LedgerEntry) throws(LedgerFault) -> (LedgerFile, Ledger.SetAside?) {
        _ = try finishReplacement(at: incident.time)
        if place.isEmpty, !place.hasStrays {
            try make(Salvage(), after: .beginning, nil)
            try place.adoptNew()
        }
        do {
            try inspect()
        } catch  where error.kind == .damaged {
            return try replace(nil, because: error.what, known: .beginning, incident)
        }
        return (try LedgerFile(writing: place.file, key: key, willTakeLong: willTakeLong), nil)
    }

    /// Keeps the damaged ledger aside and begins a new one, which goes on from `known` or from what can be read.
    func replace(
        _ old: LedgerFile?, because why: String, known: LedgerHead, _ incident: LedgerEntry
    ) throws(LedgerFault) -> (LedgerFile, Ledger.SetAside) {
        if try finishReplacement(at: incident.time) {
            return (try LedgerFile(writing: place.file, key: key), Ledger.SetAside(path: place.folder, why: why))
        }
        willTakeLong()
        let salvage = salvage(old)
        try make(salvage, after: known.sequence > salvage.head.sequence ? known : salvage.head, incident)
        let kept = try place.setAside(at: incident.time) { old?.close() }
        try place.adoptNew()
        return (try LedgerFile(writing: place.file, key: key), Ledger.SetAside(path: kept, why: why))
    }

    /// Goes on with a replacement that was cut off or failed after the damaged ledger was moved; whether there was one.
    private func finishReplacement(at time: WallTime) throws(LedgerFault) -> Bool {
        guard place.isEmpty, place.hasNew, isSound(place.new) else { return false }
        if place.hasStrays { _ = try place.setAside(at: time) }
        try place.adoptNew()
        return true
    }

    private func salvage(_ old: LedgerFile?) -> Salvage {
        guard let queue = old?.queue ?? (try? LedgerFile.openToSalvage(place.file)) else { return Salvage() }
        return Salvage(from: queue, chain: Chain(key))
    }

    /// Looks before anything is written, so that what is damaged is kept as it was found.
    private func inspect() throws(LedgerFault) {
        if place.isEmpty { throw LedgerFault(.damaged, "\(place.file): gone, and its log was left behind") }
        let file = try LedgerFile(reading: place.file, key: key)
        _ = try file.read(file.head)
    }

    private func isSound(_ path: String) -> Bool {
        guard let file = try? LedgerFile(reading: path, key: key) else { return false }
        return (try? file.read(file.head)) != nil
    }

    /// A whole ledger under the name of the new one, on the disk, closed.
    private func make(_ salvage: Salvage, after anchor: LedgerHead, _ incident: LedgerEntry?) throws(LedgerFault) {
        place.removeNew()
        let file = try LedgerFile(making: place.new, key: key)
        try file.write { db in
            try file.setAnchor(anchor, db)
            for (credential, until) in salvage.spent { try file.remember(credential, until: until, db) }
            try file.beginCounts(after: anchor, as: salvage, db)
            guard let incident else { return }
            let row = LedgerRow(incident, station: station, boot: boot, after: anchor, in: file.chain)
            try file.insert(row, db)
        }
        file.close()
    }
}
