import Testing
import Vocabulary

@testable import ReaderLink

/// The same numbers at every run (SplitMix64).
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A true packet with a few bytes changed, some cut off or doubled; now and then pure noise.
private func damaged(_ packets: [[UInt8]], _ numbers: inout Numbers) -> [UInt8] {
    if Int.random(in: 0..<8, using: &numbers) == 0 {
        return (0..<Int.random(in: 0..<64, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    }
    var bytes = packets.randomElement(using: &numbers)!
    for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
        let at = Int.random(in: 0..<min(bytes.count, 64), using: &numbers)
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: bytes.removeSubrange(at...)
        case 1: bytes.insert(contentsOf: bytes.suffix(at), at: at)
        default: bytes[at] = UInt8.random(in: 0...255, using: &numbers)
        }
    }
    return bytes
}

@Test("no damaged report is believed beyond its bounds")
func damagedReports() throws {
    var numbers = Numbers(state: 1)
    let packets = reports.map(packet).filter { $0.count < 10_000 }
    var believed = 0
    for _ in 0..<20_000 {
        guard let report = try? ReaderReport(packet: damaged(packets, &numbers)[...]) else { continue }
        believed += 1
        #expect(try ReaderReport(packet: packet(report)[...]) == report)
        switch report {
        case .sightings(let frame):
            #expect(frame.sightings.count <= FrameSightings.capacity)
            #expect(frame.sightings.allSatisfy { $0.payload.bytes.count <= Payload.maximumLength })
            #expect(
                frame.sightings.allSatisfy {
                    $0.outline.corners.allSatisfy { abs($0.x) <= 65536 && abs($0.y) <= 65536 }
                })
        case .previewWritten(let width, let height):
            #expect(Int(width) * Int(height) <= PreviewMemory.size)
        default: break
        }
    }
    // Else this would have tried nothing but the first byte.
    #expect(believed > 1000)
}

@Test("no damaged order is believed beyond its bounds")
func damagedOrders() throws {
    var numbers = Numbers(state: 2)
    let packets = orders.map { $0.encode() }.filter { $0.count < 10_000 }
    var believed = 0
    for _ in 0..<20_000 {
        guard let order = try? ReaderOrder(packet: damaged(packets, &numbers)[...]) else { continue }
        believed += 1
        #expect(order.descriptorCount <= SourceDescription.maximumFiles)
        #expect(try ReaderOrder(packet: order.encode()[...]) == order)
    }
    #expect(believed > 1000)
}
