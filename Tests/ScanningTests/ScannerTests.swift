import CodeFinding
import QRDrawing
import Testing
import Vocabulary

@testable import Scanning

@Suite struct ScannerTests {
    private let scanner = Scanner()

    private func payloads() -> Set<String> {
        Set(scanner.sightings.map { String(decoding: $0.payload.bytes, as: UTF8.self) })
    }

    private func scene(_ codes: [(Raster, x: Int, y: Int)]) -> Raster {
        var picture = Raster(width: 640, height: 480, filledWith: 120)
        for code in codes { picture.draw(code.0, x: code.x, y: code.y) }
        return picture
    }

    private func code(_ text: String, _ modulePixels: Int = 5) throws -> Raster {
        try QRCode(Array(text.utf8)).raster(modulePixels: modulePixels)
    }

    @Test func aCodeHeldStillIsReportedAgainAndSoonWithoutBeingScanned() throws {
        let held = scene([(try code("held"), 100, 100)])
        let first = held.withFrame { scanner.scan($0) }
        #expect(Array(first.attempts) == [.redrawn] && !first.isStill)
        let sightings = scanner.sightings
        let later = (0..<10).map { _ in
            let report = held.withFrame { scanner.scan($0) }
            #expect(scanner.sightings == sightings && payloads() == ["held"])
            #expect(report.isStill == report.attempts.isEmpty)
            return report.isStill
        }
        #expect(later == Array(repeating: false, count: 3) + Array(repeating: true, count: 7))
        let gone = scene([]).withFrame { scanner.scan($0) }
        #expect(!gone.isStill && scanner.sightings.isEmpty)
    }

    /// Its light modules are as bright as what the light burns out, and yet all that there is to tell its format from.
    @Test func aCodeInPureBlackAndWhiteIsReadByItsDrawingAlone() throws {
        let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
        for number in 1...80 {
            let text = String((0..<190).map { letters[(number * $0 * $0 + 7 * $0 + number) % 44] })
            _ = scene([(try code(text), 100, 60)]).withFrame { scanner.scan($0) }
            #expect(payloads() == [text] && scanner.readers == [.redrawn], "\(number)")
        }
    }

    @Test func aStillSceneWithoutACodeIsLeftAloneAfterOneRoundOfAttempts() {
        let reports = (0..<8).map { _ in scene([]).withFrame { scanner.scan($0) } }
        #expect(reports.map(\.isStill) == [false, false, false, false, true, true, true, true])
    }

    @Test func aCodeInDarkModeHeldStillIsReadWithinOneRound() throws {
        let held = scene([(try code("dark mode").inverted, 200, 60)])
        for _ in 0..<3 { _ = held.withFrame { scanner.scan($0) } }
        #expect(payloads() == ["dark mode"])
    }

    @Test func allCodesOfAStillSceneAreReported() throws {
        let texts = (0..<6).map { "code number \($0)" }
        let picture = scene(try texts.enumerated().map { (try code($1, 4), $0 % 3 * 200, $0 / 3 * 200) })
        for _ in 0..<3 { _ = picture.withFrame { scanner.scan($0) } }
        #expect(payloads() == Set(texts))
        #expect(scanner.sightings.count == 6)
    }

    /// A sheet of thirty: a frame has no time for all of them, and each is looked at until it is read.
    @Test func ofManyCodesEachIsReadBeforeLong() throws {
        let texts = (0..<30).map { "number \($0)" }
        let sheet = scene(try texts.enumerated().map { (try code($1, 3), $0 % 6 * 105 + 5, $0 / 6 * 95 + 4) })
        for _ in 0..<4 { _ = sheet.withFrame { scanner.scan($0) } }
        #expect(payloads() == Set(texts))
        #expect(scanner.sightings.count == 30)
    }

    /// A wall of finder patterns, and somebody who shows a code before it.
    @Test func aFieldOfFinderPatternsHidesNoCodeForLong() throws {
        var wall = Raster(width: 640, height: 480, filledWith: 255)
        for y in 0..<480 {
            for x in 0..<640 {
                let ring = max(abs(x / 4 % 9 - 3), abs(y / 4 % 9 - 3))
                if ring == 3 || ring < 2 { wall.pixels[y * 640 + x] = 0 }
            }
        }
        let shown = try code("shown before it")
        var seen = 0
        for frame in 0..<30 {
            wall.draw(shown, x: 200 + frame % 2 * 36, y: 150)
            _ = wall.withFrame { scanner.scan($0) }
            if payloads().contains("shown before it") { seen += 1 }
        }
        #expect(seen >= 15)
    }

    @Test func twoPrintsOfOneCodeAreTwoSightingsHoweverManyAttempts() throws {
        let print = try code("twice")
        for shift in 0..<8 {
            let picture = scene([(print, 20 + 4 * shift, 20), (print, 320, 240)])
            _ = picture.withFrame { scanner.scan($0) }
            #expect(scanner.sightings.count == 2)
        }
    }

    /// A poster beside the gate is read in every frame; somebody with a code in dark mode comes all the same.
    @Test func aCodeAlwaysInViewHidesNoOther() throws {
        let poster = try code("poster")
        let shown = try code("shown").inverted
        var seen = 0
        for frame in 0..<24 {
            let picture = scene([(poster, 20, 20), (shown, 250 + frame, 200)])
            _ = picture.withFrame { scanner.scan($0) }
            if payloads().contains("shown") { seen += 1 }
        }
        #expect(seen >= 20)
    }

    @Test(arguments: [1, 16, 100, 400]) func paddingIsNotPartOfTheFrame(padding: Int) throws {
        let held = scene([(try code("padded"), 470, 100)])
        for shift in 0..<3 {
            var moved = held
            moved.draw(Raster(width: 100, height: 100, filledWith: UInt8(shift * 60)), x: 0, y: 0)
            _ = moved.withFrame(padding: padding) { scanner.scan($0) }
            #expect(payloads() == ["padded"])
        }
    }

    @Test(arguments: WholeAttempt.all.filter { $0.ink != .light }, [1, 16, 100, 500])
    func everyAttemptReadsAFrameWithPadding(attempt: WholeAttempt, padding: Int) throws {
        var decoder = QRDecoder()
        var pictures = PictureMaker()
        var blocks = BlockSums()
        var read: [[UInt8]] = []
        scene([(try code("padded"), 300, 100)]).withFrame(padding: padding) { frame in
            blocks.measure(Plane(frame))
            let picture = pictures.picture(attempt, of: Plane(frame), blocks: blocks)
            decoder.scan(picture.plane) { bytes, _ in read.append(Array(bytes)) }
        }
        #expect(read == [Array("padded".utf8)])
    }

    @Test func framesOfAnySizeAreScanned() throws {
        let sides = [1, 2, 7, 8, 9, 20, 21, 22, 43, 127, 4096]
        for width in sides {
            for height in sides where width + height < 4200 {
                var picture = Raster(width: width, height: height, filledWith: 255)
                for i in stride(from: 0, to: picture.pixels.count, by: 7) { picture.pixels[i] = 0 }
                for padding in [0, 37] { _ = picture.withFrame(padding: padding) { scanner.scan($0) } }
                #expect(scanner.sightings.isEmpty)
            }
        }
        _ = scene([(try code("after all"), 100, 100)]).withFrame { scanner.scan($0) }
        #expect(payloads() == ["after all"])
    }

    /// What a poster of finder patterns would cost zbar in each frame is 0.1 to 0.4 s; it must not be asked.
    @Test func aPosterOfFinderPatternsIsNotHandedToZBar() {
        var poster = scene([])
        for y in 0..<480 {
            for x in 0..<640 {
                let (column, row) = (x / 3 % 9, y / 3 % 9)
                let ring = max(abs(column - 3), abs(row - 3))
                poster.pixels[y * 640 + x] = ring == 3 || ring < 2 ? 0 : 255
            }
        }
        for shift in 0..<30 {
            var picture = poster
            picture.draw(Raster(width: 60, height: 60, filledWith: UInt8(shift * 8)), x: 0, y: 0)
            let report = picture.withFrame { scanner.scan($0) }
            #expect(report.isStill || Array(report.attempts) == [.redrawn])
        }
    }

    /// Two finder patterns of a code whose rest is torn off, beside a code that can be read or alone.
    private func torn(beside code: Raster?) throws -> Raster {
        var picture = scene(code.map { [($0, 20, 250)] } ?? [])
        var whole = try self.code("a code that was torn", 6)
        whole.draw(Raster(width: whole.width, height: 110, filledWith: 120), x: 0, y: whole.height - 110)
        picture.draw(whole, x: 300, y: 60)
        return picture
    }

    private func shaken(_ picture: Raster, _ turn: Int) -> Raster {
        var shaken = picture
        shaken.draw(Raster(width: 60, height: 60, filledWith: UInt8(turn * 8)), x: 0, y: 0)
        return shaken
    }

    @Test func whereACodeIsNotReadTheAttemptsOverItsRegionTakeTurns() throws {
        let picture = try torn(beside: nil)
        var regions: [AttemptKind] = []
        for turn in 0..<9 {
            let report = shaken(picture, turn).withFrame { scanner.scan($0) }
            #expect(report.hasUnreadCode)
            regions += report.attempts.filter { $0.reach == .region }
        }
        let turns: [AttemptKind] = [.region, .regionSmooth, .regionEven]
        #expect(regions == turns + turns + turns)
    }

    @Test func whatIsLeftOutIsNotShownToZBarAndACodeBesideItIsRead() throws {
        let picture = try torn(beside: try code("valid"))
        var announced: [FrameArea] = []
        _ = try torn(beside: nil).withFrame { scanner.scan($0) { announced.append($1) } }
        let poster = try #require(announced.first)
        scanner.leftOut = [poster]
        announced = []
        for turn in 0..<200 {
            let report = shaken(turn % 2 == 0 ? picture : try torn(beside: nil), turn % 30)
                .withFrame { scanner.scan($0) { announced.append($1) } }
            #expect(Array(report.attempts) == [.redrawn])
            #expect(payloads() == (turn % 2 == 0 ? ["valid"] : []))
        }
        #expect(announced.isEmpty)
        scanner.leftOut = []
        _ = try torn(beside: nil).withFrame { scanner.scan($0) { announced.append($1) } }
        #expect(announced.first?.overlaps(poster) == true)
    }

    @Test func aPlainPlanIsOnePlainScanOfEveryFrame() throws {
        let scanner = Scanner(.plain)
        let held = scene([(try code("plain"), 100, 100)])
        for _ in 0..<12 {
            let report = held.withFrame { scanner.scan($0) }
            #expect(Array(report.attempts) == [.plain] && scanner.readers == [.plain])
        }
    }
}
