import Camera

/// One luma plane: a frame's own or one prepared from it. Borrowed, as a `Frame` is.
struct Plane {
    let luma: UnsafePointer<UInt8>
    let width: Int
    let height: Int
    /// Bytes from one row to the next; all `height` rows of them can be read.
    let stride: Int

    init(luma: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int) {
        self.luma = luma
        self.width = width
        self.height = height
        self.stride = stride
    }

    init(_ frame: Frame) {
        self.init(luma: frame.luma, width: frame.width, height: frame.height, stride: frame.stride)
    }
}

/// Memory to prepare a plane in: grows to the largest that was asked for and is kept.
struct PlaneBuffer: ~Copyable {
    private var storage = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)

    deinit { storage.deallocate() }

    /// Room for `count` bytes; what was there before is lost.
    mutating func room(for count: Int) -> UnsafeMutablePointer<UInt8> {
        if storage.count < count {
            storage.deallocate()
            storage = .allocate(capacity: count)
        }
        return storage.baseAddress!
    }
}
