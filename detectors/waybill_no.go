package detectors

// Waybill number, 运单号: what a carrier calls one parcel.
//
// No value gives one away for sure (see cn_waybill): the name of the column
// does, and the values must not object. The label on the parcel carries it
// beside a name, a telephone and an address, and whoever has it may ask the
// carrier where the parcel is.
//
// Source: identifiers.md §0.6, requirements.md §9.7 and row 52.
var _ = register(detector{
	Info: Info{Name: "waybill_no", Title: "Waybill number", TitleZH: "运单号", Level: "L3", LinkKey: true},
	rule: rule{named: true},
	words: `waybill waybill_no waybillno waybill_id waybill_code waybill_num waybill_number mail_no mailno tracking_no trackingno
		tracking_num tracking_number tracking_id awb awb_no express_no expressno express_num logistics_no logistic_no logistics_code
		parcel_no parcel_id package_no consignment_no shipment_no shipment_id courier_no delivery_no
		track_no ship_no shipping_no delivery_id
		ydh ydbh yundanhao yundan_hao kuaididanhao kuaidi_danhao wuliudanhao wuliu_danhao mdh kddh kdd wldh
		运单 运单号 运单号码 运单编号 面单 面单号 面单编号 快递单号 快递单号码 物流单号 快件单号 快件编号 包裹号 包裹单号 快递号 快递编号 物流号 物流编号 配送单号 派送单号 发货单号 揽收单号`,
})
