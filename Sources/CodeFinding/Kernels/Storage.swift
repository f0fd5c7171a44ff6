/// Memory that grows to the largest size asked for and is then used again and again.
package struct Storage<Element: BitwiseCopyable>: ~Copyable {
    package private(set) var base: UnsafeMutablePointer<Element>
    private var capacity: Int

    package init(_ capacity: Int = 1) {
        base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { base.deallocate() }

    /// Makes room for `count` elements; what was stored is lost where it must grow.
    package mutating func reserve(_ count: Int) {
        guard count > capacity else { return }
        base.deallocate()
        base = .allocate(capacity: count)
        capacity = count
    }
}
