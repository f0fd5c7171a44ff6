/// The finder patterns found in a frame, in its pixels; of too many, those the picture agrees with best.
struct FoundPatterns: ~Copyable {
    /// As many as a sheet with sixty codes has.
    static let capacity = 192
    private var storage = Storage<FinderPattern>(capacity)
    private(set) var count = 0

    subscript(_ index: Int) -> FinderPattern { storage.base[index] }

    mutating func removeAll() { count = 0 }

    /// A code was read to which the pattern belongs.
    mutating func noteRead(_ index: Int) { storage.base[index].isRead = true }

    /// A code was looked for beside the pattern in vain.
    mutating func noteVain(_ index: Int) {
        storage.base[index].vainFrames = min(storage.base[index].vainFrames + 1, 30)
    }

    /// Takes over what is known of the patterns that the frame before showed at the same places.
    mutating func inherit(_ before: borrowing FoundPatterns) {
        for old in 0..<before.count where before[old].vainFrames > 0 {
            let (centre, reach) = (before[old].centre, before[old].module)
            for k in 0..<count where abs(storage.base[k].centre.x - centre.x) < reach {
                if abs(storage.base[k].centre.y - centre.y) < reach {
                    storage.base[k].vainFrames = before[old].vainFrames
                }
            }
        }
    }

    /// Whether one is known for certain whose middle covers `point`.
    func covers(_ point: Vector) -> Bool {
        for k in 0..<count where storage.base[k].isCertain {
            let offset = storage.base[k].modules(point - storage.base[k].centre)
            if max(abs(offset.x), abs(offset.y)) < 2 { return true }
        }
        return false
    }

    mutating func add(_ pattern: FinderPattern) {
        for k in 0..<count {
            let offset = storage.base[k].modules(pattern.centre - storage.base[k].centre)
            guard max(abs(offset.x), abs(offset.y)) < 2 else { continue }
            if pattern.agreement > storage.base[k].agreement { storage.base[k] = pattern }
            return
        }
        if count < Self.capacity {
            storage.base[count] = pattern
            count += 1
            return
        }
        var worst = 0
        for k in 1..<count where storage.base[k].agreement < storage.base[worst].agreement { worst = k }
        if pattern.agreement > storage.base[worst].agreement { storage.base[worst] = pattern }
    }
}
