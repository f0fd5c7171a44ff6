import CPNG

/// A grey picture: `height` rows of `width` bytes, 0 is black.
public struct Raster: Hashable, Sendable {
    public let width: Int
    public let height: Int
    public var pixels: [UInt8]

    public init(width: Int, height: Int, filledWith value: UInt8 = 255) {
        precondition(width > 0 && height > 0)
        self.width = width
        self.height = height
        pixels = [UInt8](repeating: value, count: width * height)
    }

    /// The picture as a PNG file, 8 bits of grey a pixel (libpng's simplified interface).
    public func png() -> [UInt8] {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = png_uint_32(width)
        image.height = png_uint_32(height)
        image.format = png_uint_32(PNG_FORMAT_GRAY)
        var size = png_alloc_size_t(pixels.count + pixels.count / 100 + height + 4096)
        var file = [UInt8](repeating: 0, count: size)
        let isWritten = png_image_write_to_memory(&image, &file, &size, 0, pixels, 0, nil) != 0
        precondition(isWritten, "a grey picture that fits in memory has a PNG form within the bound of its size")
        file.removeSubrange(size...)
        return file
    }
}

extension QRCode {
    /// The code dark on light with its quiet zone, `modulePixels` pixels a module.
    public func raster(modulePixels: Int) -> Raster {
        let border = Self.quietZone * modulePixels
        var raster = Raster(width: side * modulePixels + 2 * border, height: side * modulePixels + 2 * border)
        for y in 0..<side * modulePixels {
            for x in 0..<side * modulePixels where isDark(column: x / modulePixels, row: y / modulePixels) {
                raster.pixels[(y + border) * raster.width + x + border] = 0
            }
        }
        return raster
    }
}
