/// The finder patterns found in a frame, in its pixels; of too many, those the picture agrees with best.
struct FoundPatterns: ~Copyable {
    static let capacity = 40
    private var storage = Storage<FinderPattern>(capacity)
    private(set) var count = 0

    subscript(_ index: Int) -> FinderPattern { storage.base[index] }

    mutating func removeAll() { count = 0 }

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
