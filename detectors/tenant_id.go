package detectors

// Tenant, 租户标识: which merchant or company the rows of a shared table are of.
//
// No value gives one away: the name of the column does, and the values must not
// object (see linkKey). It names a business, which may be one person's, and
// says whose customers the rows are about.
//
// Source: identifiers.md §0.6, requirements.md §9.6.
var _ = register(detector{
	Info: Info{Name: "tenant_id", Title: "Tenant", TitleZH: "租户标识", Level: "L2", LinkKey: true, OfMany: true},
	rule: rule{named: true},
	words: `tenant_id tenantid tenant_no tenant_code tenant_key merchant_id merchantid merchant_no merchant_code merch_id
		mch_id mchid mcht_no seller_id store_id corp_id shop_id shopid
		zuhu_id zuhuid shid shbh
		租户号 租户编号 租户id 租户标识 商户号 商户编号 商户id 商家编号 商家id 店铺编号 店铺id`,
})
