/// The finder patterns found in a frame, in its pixels; of too many, those that have not led nowhere before, and of these those
/// the picture agrees with best.
struct FoundPatterns: ~Copyable {
    /// As many as a sheet with sixty codes has.
    static let capacity = 192
    private var storage = Storage<FinderPattern>(capacity)
    private(set) var count = 0
    /// Those of the frame before that led nowhere.
    private let vain = Storage<FinderPattern>(capacity)
    private var vainCount = 0

    subscript(_ index: Int) -> FinderPattern { storage.base[index] }

    /// A code was read to which the pattern belongs.
    mutating func noteRead(_ index: Int) { storage.base[index].isRead = true }

    /// A code was looked for beside the pattern in vain.
    mutating func noteVain(_ index: Int) {
        storage.base[index].vainFrames = min(storage.base[index].vainFrames + 1, 30)
    }

    /// A new frame: nothing is found yet, but it is known where codes were looked for in vain in the frame before.
    mutating func begin(after before: borrowing FoundPatterns) {
        (count, vainCount) = (0, 0)
        for k in 0..<before.count where before[k].vainFrames > 0 {
            vain.base[vainCount] = before[k]
            vainCount += 1
        }
    }

    mutating func clear() { (count, vainCount) = (0, 0) }

    /// In how many frames up to the one before a code was looked for in vain beside a pattern at this place.
    private func vainFrames(at centre: Vector) -> UInt8 {
        for k in 0..<vainCount {
            let (offset, reach) = (vain.base[k].centre - centre, vain.base[k].module)
            if abs(offset.x) < reach, abs(offset.y) < reach { return vain.base[k].vainFrames }
        }
        return 0
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
            if pattern.agreement > storage.base[k].agreement { put(pattern, at: k) }
            return
        }
        if count < Self.capacity {
            put(pattern, at: count)
            count += 1
            return
        }
        let vainFrames = vainFrames(at: pattern.centre)
        var worst = 0
        for k in 1..<count where Self.isWorse(storage.base[k], storage.base[worst]) { worst = k }
        guard storage.base[worst].vainFrames >= vainFrames else { return }
        if storage.base[worst].vainFrames > vainFrames || pattern.agreement > storage.base[worst].agreement {
            put(pattern, at: worst)
        }
    }

    private mutating func put(_ pattern: FinderPattern, at place: Int) {
        storage.base[place] = pattern
        storage.base[place].vainFrames = vainFrames(at: pattern.centre)
    }

    private static func isWorse(_ one: FinderPattern, _ other: FinderPattern) -> Bool {
        (Int(one.vainFrames), -one.agreement) > (Int(other.vainFrames), -other.agreement)
    }
}
