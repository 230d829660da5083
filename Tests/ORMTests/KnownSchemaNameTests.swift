import ORM
import Testing

@Suite("How relationships are named in databases that many know")
struct KnownSchemaNameTests {
  @Test("the names of a music shop")
  func chinook() throws {
    let schema = try schema(
      """
      create table Artist(ArtistId integer primary key, Name text);
      create table Album(AlbumId integer primary key, Title text, ArtistId int references Artist(ArtistId));
      create table Track(TrackId integer primary key, Name text, AlbumId int references Album(AlbumId), GenreId int references Genre(GenreId));
      create table Genre(GenreId integer primary key, Name text);
      create table Playlist(PlaylistId integer primary key, Name text);
      create table PlaylistTrack(PlaylistId int references Playlist(PlaylistId), TrackId int references Track(TrackId), primary key(PlaylistId, TrackId));
      create table Employee(EmployeeId integer primary key, LastName text, Title text, ReportsTo int references Employee(EmployeeId));
      create table Customer(CustomerId integer primary key, LastName text, SupportRepId int references Employee(EmployeeId));
      create table Invoice(InvoiceId integer primary key, CustomerId int references Customer(CustomerId));
      create table InvoiceLine(InvoiceLineId integer primary key, Quantity int,
        InvoiceId int references Invoice(InvoiceId), TrackId int references Track(TrackId));
      """)
    #expect(
      schema.names == """
        Album: artist, tracks
        Artist: albums
        Customer: support_rep, invoices
        Employee: reports_to_ref, customers, reports
        Genre: tracks
        Invoice: customer, invoice_lines
        InvoiceLine: invoice, track
        Playlist: playlist_tracks, tracks
        PlaylistTrack: playlist, track
        Track: album, genre, invoice_lines, playlist_tracks, playlists
        """)
  }

  @Test("the names of a trading company")
  func northwind() throws {
    let schema = try schema(
      """
      create table Categories(CategoryID integer primary key, CategoryName text);
      create table Customers(CustomerID text primary key, CompanyName text);
      create table CustomerDemographics(CustomerTypeID text primary key, CustomerDesc text);
      create table CustomerCustomerDemo(CustomerID text references Customers, CustomerTypeID text references CustomerDemographics, primary key(CustomerID, CustomerTypeID));
      create table Employees(EmployeeID integer primary key, LastName text, ReportsTo int references Employees);
      create table Region(RegionID integer primary key, RegionDescription text);
      create table Territories(TerritoryID text primary key, RegionID int references Region);
      create table EmployeeTerritories(EmployeeID int references Employees, TerritoryID text references Territories, primary key(EmployeeID, TerritoryID));
      create table Shippers(ShipperID integer primary key, CompanyName text);
      create table Suppliers(SupplierID integer primary key, CompanyName text);
      create table Orders(OrderID integer primary key, CustomerID text references Customers, EmployeeID int references Employees, ShipVia int references Shippers);
      create table Products(ProductID integer primary key, ProductName text, SupplierID int references Suppliers, CategoryID int references Categories);
      create table "Order Details"(OrderID int references Orders, ProductID int references Products, Quantity int, primary key(OrderID, ProductID));
      """)
    #expect(
      schema.names == """
        Categories: products
        CustomerCustomerDemo: customer, customer_type
        CustomerDemographics: customer_customer_demos, customers
        Customers: customer_customer_demos, orders, customer_demographics
        Employees: reports_to_ref, reports, employee_territories, orders, territories
        EmployeeTerritories: employee, territory
        Order Details: order, product
        Orders: customer, employee, shipper, order_details, products
        Products: supplier, category, order_details, orders
        Region: territories
        Shippers: orders
        Suppliers: products
        Territories: region, employee_territories, employees
        """)
  }

  @Test("the names of a film rental")
  func sakila() throws {
    let schema = try schema(
      """
      create table language(language_id integer primary key, name text);
      create table film(film_id integer primary key, title text, language_id int references language, original_language_id int references language);
      create table actor(actor_id integer primary key, last_name text);
      create table film_actor(actor_id int references actor, film_id int references film, last_update text not null, primary key(actor_id, film_id));
      create table category(category_id integer primary key, name text);
      create table film_category(film_id int references film, category_id int references category, primary key(film_id, category_id));
      create table country(country_id integer primary key, country text);
      create table city(city_id integer primary key, city text, country_id int references country);
      create table address(address_id integer primary key, address text, city_id int references city);
      create table store(store_id integer primary key, manager_staff_id int references staff, address_id int references address);
      create table staff(staff_id integer primary key, last_name text, address_id int references address, store_id int references store);
      create table customer(customer_id integer primary key, last_name text, store_id int references store, address_id int references address);
      create table inventory(inventory_id integer primary key, film_id int references film, store_id int references store);
      create table rental(rental_id integer primary key, inventory_id int references inventory, customer_id int references customer, staff_id int references staff);
      create table payment(payment_id integer primary key, customer_id int references customer, staff_id int references staff, rental_id int references rental);
      """)
    #expect(
      schema.names == """
        actor: film_actors, films
        address: city, customers, staff, stores
        category: film_categories, films
        city: country, addresses
        country: cities
        customer: store, address, payments, rentals
        film: language, original_language, film_actors, film_categories, inventories, actors, categories
        film_actor: actor, film
        film_category: film, category
        inventory: film, store, rentals
        language: films, films_as_original_language
        payment: customer, staff, rental
        rental: inventory, customer, staff, payments
        staff: address, store, payments, rentals, stores
        store: manager_staff, address, customers, inventories, staff
        """)
  }
}
