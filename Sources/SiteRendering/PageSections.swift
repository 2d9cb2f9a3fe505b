internal import AuditModel

/// The byte sequences of a page before they are deflated.
extension PageData {
  /// Section `columns`: each plane as long as the page has events.
  func columns(_ order: TargetOrder) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(count * 12)
    appendTimes(to: &out)
    for (column, entries) in [
      (actorColumn, actors.count), (moduleColumn, modules.count), (actionColumn, actions.count),
      (targetColumn.map { order.places[Int($0)] }, targets.count),
    ] {
      for plane in 0..<Self.width(of: entries) {
        for index in column { out.append(UInt8(truncatingIfNeeded: index >> UInt32(plane * 8))) }
      }
    }
    for flags in flags { out.append(flags.rawValue) }
    return out
  }

  private func appendTimes(to out: inout [UInt8]) {
    for plane in 0..<6 {
      var last: Int64 = 0
      for (index, time) in times.enumerated() {
        let step = index == 0 ? time : last - time
        out.append(UInt8(truncatingIfNeeded: step >> Int64(plane * 8)))
        last = time
      }
    }
  }

  /// Section `targets`: the ids and the names that occur, and for each target which of them it has.
  func targetTables(_ order: TargetOrder) -> [UInt8] {
    var ids = TextNumbering(), names = TextNumbering()
    var documents: [UInt8] = [], parents: [UInt8] = [], named: [UInt32] = []
    var last: (document: Int64, parent: Int64) = (0, 0)
    for target in order.targets {
      let document = Int64(ids.number(of: target.documentID)), parent = Int64(ids.number(of: target.parentID))
      documents.appendZigzag(document - last.document)
      parents.appendZigzag(parent - last.parent)
      named.append(names.number(of: target.name))
      last = (document, parent)
    }
    var out: [UInt8] = []
    out.appendVarint(UInt64(targets.count))
    out += ids.table.encoded + names.table.encoded + documents + parents
    for plane in 0..<Self.width(of: Int(names.table.count) + 1) {
      for name in named { out.append(UInt8(truncatingIfNeeded: name >> UInt32(plane * 8))) }
    }
    return out
  }

  /// Section `values`: a value table for each field.
  var encodedValueTables: [UInt8] {
    var out: [UInt8] = []
    for table in valueTables {
      out.appendVarint(UInt64(table.count))
      out.appendVarint(table.reduce(0) { $0 + UInt64(values.entries[Int($1)].codedLength >> 1) })
      for number in table { out.appendVarint(values.entries[Int(number)].codedLength) }
      for number in table { out.append(contentsOf: values.text(of: values.entries[Int(number)])) }
    }
    return out
  }

  /// Block `number`: thirteen streams.
  func block(_ number: Int) -> [UInt8] {
    var streams = ValueStreams()
    streams.add(changes[blockStarts[number]..<blockStarts[number + 1]], of: self)
    var out = blockHeads[number]
    out.appendStream(streams.codes)
    out.appendStream(streams.lengths)
    out.appendStream(streams.texts)
    out.appendStream(blockEnds[number])
    return out
  }
}

/// Streams 9 to 11 of a block: the values, grouped by field.
private struct ValueStreams {
  var codes: [UInt8] = []
  var lengths: [UInt8] = []
  var texts: [UInt8] = []

  mutating func add(_ changes: ArraySlice<PageData.Change>, of data: PageData) {
    var byField = [[PageData.Change]](repeating: [], count: data.fields.count)
    for change in changes { byField[Int(change.field)].append(change) }
    for group in byField where !group.isEmpty {
      for change in group { add(change.before, of: data) }
      for change in group { add(change.after, of: data) }
    }
  }

  @inline(__always)
  private mutating func add(_ side: UInt32, of data: PageData) {
    guard side >= PageData.Change.firstValue else { return codes.append(UInt8(side)) }
    let value = Int(side - PageData.Change.firstValue)
    let code = data.valueCodes[value]
    codes.appendVarint(code)
    guard code == 3 else { return }
    let entry = data.values.entries[value]
    lengths.appendVarint(entry.codedLength)
    texts.append(contentsOf: data.values.text(of: entry))
  }
}
