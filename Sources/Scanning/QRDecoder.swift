import CZBarShim
import CodeFinding
import Vocabulary

/// One zbar scanner that looks for QR codes and nothing else; freed with its owner. For one thread.
struct QRDecoder: ~Copyable {
    /// Modules along the side of the smallest QR code, version 1 (ISO/IEC 18004 section 6.3.1): less holds none.
    static let leastSide = 21

    private let scanner: OpaquePointer

    init() {
        guard let scanner = qr_scanner_create() else { fatalError("no memory for zbar's scanner") }
        self.scanner = scanner
    }

    deinit { qr_scanner_destroy(scanner) }

    /// Scans `plane` where it lies and lends each code's bytes and outline, in pixels of the plane, to `visit`.
    mutating func scan(_ plane: Plane, _ visit: (UnsafeRawBufferPointer, Quad) -> Void) {
        let found = qr_scanner_scan(
            scanner, plane.luma, UInt32(plane.width), UInt32(plane.height), UInt32(plane.stride))
        guard found > 0 else { return }
        var symbol = qr_symbol()
        while qr_scanner_next(scanner, &symbol) != 0 {
            visit(UnsafeRawBufferPointer(start: symbol.bytes, count: symbol.count), Quad(symbol))
        }
    }
}

extension Quad {
    /// zbar goes round the other way: top left, bottom left, bottom right, top right.
    fileprivate init(_ symbol: qr_symbol) {
        func point(_ x: Int32, _ y: Int32) -> Point { Point(x: Double(x), y: Double(y)) }
        let (x, y) = (symbol.x, symbol.y)
        self.init(
            topLeft: point(x.0, y.0), topRight: point(x.3, y.3), bottomRight: point(x.2, y.2),
            bottomLeft: point(x.1, y.1))
    }
}
