import Camera

/// One luma plane handed to zbar: a frame's own or one prepared from it. Borrowed, as a `Frame` is.
struct Plane {
    var luma: UnsafePointer<UInt8>
    var width: Int
    var height: Int
    /// Bytes from one row to the next; all `height` rows of them can be read.
    var stride: Int

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
